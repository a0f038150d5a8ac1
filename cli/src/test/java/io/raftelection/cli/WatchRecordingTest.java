package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches recordings, and what applications record beside them. */
final class WatchRecordingTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\"}\n";

    @TempDir
    private Path folder;

    @Test
    void recordingIsComparedWithThatOfTheApplication() throws IOException {
        var store = write("store.jsonl", "a2", 8);
        var application = write("a=1.jsonl", "a1", 7);

        var typed = Typed.command("watch", "recording", store, "--follow", "--beside", application, "--for", "2s");

        assertThat(typed.err()).isEmpty();
        assertThat(typed.out())
                .contains("a2 acquired term 8 already", "Election Safety held")
                .containsPattern("a1 \\(7\\) believed that it led for [0-9.]+ s so far (while|after) the store")
                .contains("Beside " + application + ":", "Two applications believed that they led: never");
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void serversThatAnswerInJsonNeedAPointer() {
        var typed = Typed.command("watch", "http", "s1=http://127.0.0.1:1/health");

        assertThat(typed.err())
                .startsWith("raft-election: --leads: is missing, expected POINTER=VALUE, for example /state=Leader");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    private String write(String name, String server, long term) throws IOException {
        return Files.writeString(
                        folder.resolve(name),
                        HEADER + "{\"at\":1,\"event\":\"acquired\",\"server\":\"" + server + "\",\"term\":" + term
                                + "}\n")
                .toString();
    }
}
