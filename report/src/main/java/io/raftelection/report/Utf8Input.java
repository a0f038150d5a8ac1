package io.raftelection.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Encodes the characters of a reader as UTF-8. Half a surrogate pair becomes a byte that is invalid in UTF-8. */
final class Utf8Input extends InputStream {
    private static final int CHARACTERS = 1 << 13;
    private static final byte NEVER_IN_UTF_8 = (byte) 0xff;

    private final Reader in;
    private final CharBuffer characters = CharBuffer.allocate(CHARACTERS).flip();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHARACTERS * 3 + 1).flip();
    private final CharsetEncoder encoder =
            StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
    private boolean atEnd;

    Utf8Input(Reader in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        while (!bytes.hasRemaining()) {
            if (atEnd) {
                return -1;
            }
            encode();
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(buffer, offset, count);
        return count;
    }

    private void encode() throws IOException {
        characters.compact();
        atEnd = in.read(characters) < 0;
        characters.flip();
        bytes.clear();
        while (true) {
            var result = encoder.encode(characters, bytes, atEnd);
            if (!result.isMalformed() || bytes.remaining() < 1) {
                break;
            }
            characters.position(characters.position() + result.length());
            bytes.put(NEVER_IN_UTF_8);
        }
        bytes.flip();
    }
}
