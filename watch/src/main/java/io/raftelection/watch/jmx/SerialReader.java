package io.raftelection.watch.jmx;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamConstants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of Java serialization as data: it loads no class and runs no code of one. Objects become
 * {@link SerialObject}, arrays lists, blocks of bytes {@code byte[]}; strings stay what they are.
 *
 * <p>The depth is limited here. The size is limited by the stream: each value takes at least one byte of it.
 */
final class SerialReader {
    private static final int MAX_DEPTH = 100;
    private static final Object END = new Object();

    private final DataInputStream in;
    private final List<@Nullable Object> handles = new ArrayList<>();
    private byte[] block = {};
    private int position;
    private int depth;

    SerialReader(InputStream in) throws IOException {
        this.in = new DataInputStream(in);
        if (this.in.readShort() != ObjectStreamConstants.STREAM_MAGIC
                || this.in.readShort() != ObjectStreamConstants.STREAM_VERSION) {
            throw new JmxException("the answer is no serialization stream");
        }
    }

    /** {@return bytes outside of objects} */
    byte[] bytes(int size) throws IOException {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            while (position == block.length) {
                if (!(item() instanceof byte[] next)) {
                    throw new JmxException("the answer has an object where bytes were expected");
                }
                block = next;
                position = 0;
            }
            bytes[i] = block[position++];
        }
        return bytes;
    }

    /** {@return the next object} */
    @Nullable
    Object object() throws IOException {
        var item = item();
        if (item == END || item instanceof byte[]) {
            throw new JmxException("the answer has no object where one was expected");
        }
        return item;
    }

    /** {@return a block of bytes, an object, or the end mark} */
    private @Nullable Object item() throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new JmxException("the answer is nested more than " + MAX_DEPTH + " deep");
        }
        try {
            return item(in.readByte());
        } finally {
            depth--;
        }
    }

    private @Nullable Object item(byte tag) throws IOException {
        return switch (tag) {
            case ObjectStreamConstants.TC_NULL -> null;
            case ObjectStreamConstants.TC_REFERENCE -> handle(in.readInt());
            case ObjectStreamConstants.TC_OBJECT -> instance();
            case ObjectStreamConstants.TC_ARRAY -> array();
            case ObjectStreamConstants.TC_STRING -> added(in.readUTF());
            case ObjectStreamConstants.TC_ENUM -> constant();
            case ObjectStreamConstants.TC_BLOCKDATA -> block(in.readUnsignedByte());
            case ObjectStreamConstants.TC_BLOCKDATALONG -> block(in.readInt());
            case ObjectStreamConstants.TC_ENDBLOCKDATA -> END;
            case ObjectStreamConstants.TC_RESET -> {
                handles.clear();
                yield item();
            }
            default -> throw new JmxException("the answer has an unknown mark: " + (tag & 0xff));
        };
    }

    private <T extends @Nullable Object> T added(T value) {
        handles.add(value);
        return value;
    }

    private @Nullable Object handle(int number) throws JmxException {
        int index = number - ObjectStreamConstants.baseWireHandle;
        if (index < 0 || index >= handles.size()) {
            throw new JmxException("the answer refers to an object that it does not have");
        }
        return handles.get(index);
    }

    /** Reads in steps, so that a size which is not true reserves no memory. */
    private byte[] block(int size) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (bytes.size() < size) {
            bytes.writeBytes(some(Math.min(8192, size - bytes.size())));
        }
        return bytes.toByteArray();
    }

    private byte[] some(int size) throws IOException {
        var bytes = new byte[size];
        in.readFully(bytes);
        return bytes;
    }

    private SerialObject instance() throws IOException {
        var type = description();
        if (type == null) {
            throw new JmxException("the answer has an object without a class");
        }
        var object = added(new SerialObject(type.name()));
        var parts = new ArrayDeque<SerialClass>();
        for (var next = type; next != null; next = next.parent()) {
            parts.push(next);
        }
        for (var part : parts) {
            if (part.isOpaque()) {
                throw new JmxException("the answer has an object of " + part.name() + ", which cannot be read");
            }
            if (part.hasFields()) {
                for (var field : part.fields()) {
                    object.put(field.name(), value(field.type()));
                }
            }
            if (part.hasWritten()) {
                object.putWritten(part.name(), untilEnd());
            }
        }
        return object;
    }

    private List<@Nullable Object> untilEnd() throws IOException {
        var items = new ArrayList<@Nullable Object>();
        for (var item = item(); item != END; item = item()) {
            items.add(item);
        }
        return items;
    }

    private List<@Nullable Object> array() throws IOException {
        var type = description();
        if (type == null || type.name().length() < 2) {
            throw new JmxException("the answer has an array without a class");
        }
        List<@Nullable Object> array = added(new ArrayList<>());
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            array.add(value(type.name().charAt(1)));
        }
        return array;
    }

    private SerialObject constant() throws IOException {
        var type = description();
        var constant = added(new SerialObject(type == null ? "" : type.name()));
        constant.put("name", object());
        return constant;
    }

    private @Nullable Object value(char type) throws IOException {
        return switch (type) {
            case 'B' -> in.readByte();
            case 'C' -> in.readChar();
            case 'D' -> in.readDouble();
            case 'F' -> in.readFloat();
            case 'I' -> in.readInt();
            case 'J' -> in.readLong();
            case 'S' -> in.readShort();
            case 'Z' -> in.readBoolean();
            case 'L', '[' -> object();
            default -> throw new JmxException("the answer has a field of an unknown type: " + (int) type);
        };
    }

    private @Nullable SerialClass description() throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new JmxException("the answer is nested more than " + MAX_DEPTH + " deep");
        }
        try {
            byte tag = in.readByte();
            return switch (tag) {
                case ObjectStreamConstants.TC_NULL -> null;
                case ObjectStreamConstants.TC_CLASSDESC -> ordinary();
                case ObjectStreamConstants.TC_PROXYCLASSDESC -> proxy();
                case ObjectStreamConstants.TC_REFERENCE -> {
                    if (!(handle(in.readInt()) instanceof SerialClass known)) {
                        throw new JmxException("the answer refers to a class that it does not have");
                    }
                    yield known;
                }
                default -> throw new JmxException("the answer has no class where one was expected");
            };
        } finally {
            depth--;
        }
    }

    private SerialClass ordinary() throws IOException {
        var name = in.readUTF();
        in.readLong(); // the version of the class
        int handle = handles.size();
        handles.add(null);
        int flags = in.readUnsignedByte();
        int count = in.readUnsignedShort();
        var fields = new ArrayList<SerialClass.Field>();
        for (int i = 0; i < count; i++) {
            var type = (char) in.readUnsignedByte();
            fields.add(new SerialClass.Field(type, in.readUTF()));
            if (type == 'L' || type == '[') {
                object(); // the name of its type
            }
        }
        return described(handle, name, flags, fields);
    }

    private SerialClass proxy() throws IOException {
        int handle = handles.size();
        handles.add(null);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            in.readUTF(); // the name of an interface
        }
        return described(handle, "$Proxy", ObjectStreamConstants.SC_SERIALIZABLE, List.of());
    }

    private SerialClass described(int handle, String name, int flags, List<SerialClass.Field> fields)
            throws IOException {
        untilEnd(); // where the class could be loaded from
        var type = new SerialClass(name, flags, fields, description());
        handles.set(handle, type);
        return type;
    }
}
