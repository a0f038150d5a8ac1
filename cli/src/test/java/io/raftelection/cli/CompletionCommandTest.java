package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the script of {@code completion} in a real shell. */
final class CompletionCommandTest {
    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void writeTheScript() throws IOException {
        var typed = Typed.command("completion");
        assertThat(typed.exitCode()).isZero();
        script = Files.writeString(folder.resolve("completion"), typed.out());
    }

    @Test
    void commandsOptionsAndValuesAreCompleted() throws Exception {
        assertThat(completed("raft-election", "re")).containsExactly("report");
        assertThat(completed("raft-election", "check", "--st")).containsExactly("--strict");
        assertThat(completed("raft-election", "run", "--engine", "micro")).containsExactly("microraft");
        assertThat(completed("raft-election", "run", "--engine", ""))
                .containsExactlyInAnyOrderElementsOf(Engine.words());
        assertThat(completed("raft-election", "watch", "etcd-")).as("systems").containsExactly("etcd-election");
    }

    /** {@return what bash offers for the last word} */
    private String[] completed(String... words) throws Exception {
        var quoted = String.join(
                " ", Arrays.stream(words).map(word -> "'" + word + "'").toList());
        var bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "compopt() { :; }; source " + script + "; COMP_WORDS=(" + quoted + "); COMP_CWORD="
                                + (words.length - 1) + "; _complete_raft-election; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        try (var out = bash.inputReader()) {
            var lines = out.lines().toArray(String[]::new);
            assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            bash.destroyForcibly();
        }
    }
}
