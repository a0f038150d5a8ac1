package io.raftelection.watch.logs;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens logs: UTF-8 text, plain or in gzip, which is detected by the first bytes. */
final class LogInput {
    private static final int PEEKED = 4;
    private static final int BUFFER = 1 << 16;
    private static final String GZIP = "1f8b";
    private static final Map<String, String> OTHERS = Map.of(
            "fffe", "UTF-16 text",
            "feff", "UTF-16 text",
            "7b00", "UTF-16 text",
            "504b0304", "a ZIP archive",
            "425a68", "a bzip2 file",
            "fd377a58", "an xz file",
            "28b52ffd", "a Zstandard file");

    private LogInput() {}

    /** {@return the text of a log} */
    static InputStream text(InputStream file) throws IOException {
        var peeked = new PushbackInputStream(file, PEEKED);
        var start = peek(peeked);
        for (var other : OTHERS.entrySet()) {
            if (start.startsWith(other.getKey())) {
                throw new IOException("is " + other.getValue() + ", expected UTF-8 text, plain or in gzip");
            }
        }
        return start.startsWith(GZIP) ? new Gzip(peeked) : peeked;
    }

    private static String peek(PushbackInputStream in) throws IOException {
        var start = in.readNBytes(PEEKED);
        in.unread(start);
        return HexFormat.of().formatHex(start);
    }

    /** Says what is wrong with a gzip file. */
    private static final class Gzip extends FilterInputStream {
        Gzip(InputStream in) throws IOException {
            super(opened(in));
        }

        private static InputStream opened(InputStream in) throws IOException {
            try {
                return new GZIPInputStream(in, BUFFER);
            } catch (ZipException | EOFException e) {
                throw invalid(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (ZipException | EOFException e) {
                throw invalid(e);
            }
        }

        private static IOException invalid(IOException e) {
            return new IOException(
                    "is not valid gzip: " + (e instanceof EOFException ? "the file is truncated" : e.getMessage()), e);
        }
    }
}
