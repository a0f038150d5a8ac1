package io.raftelection.watch.jmx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class as a stream of serialization describes it.
 *
 * @param name its name; {@code [I} and so on for arrays
 * @param flags how its objects are written
 * @param fields its fields
 * @param parent its superclass; null if that is not serializable
 */
record SerialClass(
        String name,
        int flags,
        List<Field> fields,
        @Nullable SerialClass parent) {
    private static final int WRITE_METHOD = 0x01;
    private static final int SERIALIZABLE = 0x02;
    private static final int EXTERNALIZABLE = 0x04;
    private static final int BLOCK_DATA = 0x08;

    /**
     * A field.
     *
     * @param type the letter of its type, as in descriptors
     * @param name its name
     */
    record Field(char type, String name) {}

    boolean hasFields() {
        return (flags & SERIALIZABLE) != 0;
    }

    /** {@return whether blocks and objects follow, up to an end mark} */
    boolean hasWritten() {
        return (hasFields() && (flags & WRITE_METHOD) != 0)
                || ((flags & EXTERNALIZABLE) != 0 && (flags & BLOCK_DATA) != 0);
    }

    /** {@return whether what follows has no end mark, so that only the class itself can read it} */
    boolean isOpaque() {
        return (flags & EXTERNALIZABLE) != 0 && (flags & BLOCK_DATA) == 0;
    }
}
