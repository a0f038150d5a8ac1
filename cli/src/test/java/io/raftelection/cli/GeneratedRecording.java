package io.raftelection.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Generates a recording of any length, in which five servers lead in turn for one term each. */
final class GeneratedRecording {
    private static final int SERVERS = 5;
    private static final int BUFFER = 1 << 16;

    private GeneratedRecording() {}

    /**
     * Writes a recording.
     *
     * @param args the number of events and the file
     */
    public static void main(String[] args) throws IOException {
        write(Long.parseLong(args[0]), Path.of(args[1]));
    }

    static void write(long events, Path file) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            write(events, out);
        }
    }

    private static void write(long events, OutputStream out) throws IOException {
        print(out, "{\"format\":\"raft-election\",\"version\":1,\"cluster\":\"generated\"}\n");
        for (long i = 0; i < events; i++) {
            long term = i / 2 + 1;
            var at = "{\"at\":" + i / 1_000 + "."
                    + String.valueOf(1_000 + i % 1_000).substring(1) + "000000";
            var server = ",\"server\":\"s" + (term % SERVERS + 1) + "\",\"term\":" + term + ",\"tenure\":" + term;
            print(
                    out,
                    i % 2 == 0
                            ? at + ",\"event\":\"acquired\"" + server + "}\n"
                            : at + ",\"event\":\"lost\"" + server + ",\"cause\":\"stepped down\"}\n");
        }
        print(out, "{\"at\":" + events + ",\"event\":\"end\"}\n");
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
