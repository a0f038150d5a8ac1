package io.raftelection.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Detects by the first bytes whether a file is text, text in gzip, or not a recording. */
final class Source {
    private static final int PEEKED = 4;
    private static final int BUFFER = 1 << 16;
    private static final String GZIP = "1f8b";
    private static final String BYTE_ORDER_MARK = "efbbbf";

    /** Maps the first bytes of files that users mistake for recordings to the names of their formats. */
    private static final Map<String, String> OTHERS = Map.of(
            "fffe", "UTF-16 text",
            "feff", "UTF-16 text",
            "7b00", "UTF-16 text",
            "007b", "UTF-16 text",
            "504b0304", "a ZIP archive",
            "504b0506", "a ZIP archive",
            "425a68", "a bzip2 file",
            "fd377a58", "an xz file",
            "28b52ffd", "a Zstandard file");

    private Source() {}

    /** {@return the text of a recording, without a byte-order mark} */
    static InputStream text(InputStream file) throws IOException {
        var peeked = new PushbackInputStream(file, PEEKED);
        if (peek(peeked).startsWith(GZIP)) {
            peeked = new PushbackInputStream(new GZIPInputStream(peeked, BUFFER), PEEKED);
        }
        var start = peek(peeked);
        if (start.startsWith(BYTE_ORDER_MARK)) {
            peeked.skipNBytes(BYTE_ORDER_MARK.length() / 2);
            return peeked;
        }
        for (var other : OTHERS.entrySet()) {
            if (start.startsWith(other.getKey())) {
                throw new DamagedRecordingException(
                        1, "is " + other.getValue() + ", expected UTF-8 text, plain or in gzip");
            }
        }
        return peeked;
    }

    private static String peek(PushbackInputStream in) throws IOException {
        var start = in.readNBytes(PEEKED);
        in.unread(start);
        return HexFormat.of().formatHex(start);
    }
}
