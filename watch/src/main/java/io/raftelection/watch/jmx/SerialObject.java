package io.raftelection.watch.jmx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as a stream of serialization describes it. No class is loaded for it. The same object may be contained more
 * than once, also in itself, so nothing walks through all of it.
 */
final class SerialObject {
    private final String type;
    private final Map<String, @Nullable Object> fields = new HashMap<>();
    private final Map<String, List<@Nullable Object>> written = new HashMap<>();

    SerialObject(String type) {
        this.type = type;
    }

    /** {@return the name of its class} */
    String type() {
        return type;
    }

    void put(String field, @Nullable Object value) {
        fields.put(field, value);
    }

    /** {@return a field; null if there is none} */
    @Nullable
    Object field(String name) {
        return fields.get(name);
    }

    /** {@return a field that is text; empty if there is none} */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    void putWritten(String writer, List<@Nullable Object> items) {
        written.put(writer, items);
    }

    /** {@return the blocks of bytes and the objects that a class has written by its own method, in order} */
    List<@Nullable Object> written(String writer) {
        return written.getOrDefault(writer, List.of());
    }

    /** {@return the objects that a class has written by its own method, in order} */
    List<SerialObject> objects(String writer) {
        var objects = new ArrayList<SerialObject>();
        for (var item : written(writer)) {
            if (item instanceof SerialObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** {@return the number or boolean if this is a boxed one, otherwise this object} */
    Object unboxed() {
        var value = fields.get("value");
        return type.startsWith("java.lang.") && (value instanceof Number || value instanceof Boolean) ? value : this;
    }
}
