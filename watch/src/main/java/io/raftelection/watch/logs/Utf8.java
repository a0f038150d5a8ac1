package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Checks whether bytes are UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** {@return whether the bytes are valid UTF-8} It is fast if they are ASCII. */
    static boolean isValid(byte[] buffer, int from, int to) {
        int bits = 0;
        for (int i = from; i < to; i++) {
            bits |= buffer[i];
        }
        if (bits >= 0) {
            return true;
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
