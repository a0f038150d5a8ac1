package io.raftelection.watch.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.watch.faults.Commands;
import io.raftelection.watch.jmx.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a {@link RecordingApp}. */
final class RecordingProcess implements AutoCloseable {
    private final Process process;

    private RecordingProcess(Process process) {
        this.process = process;
    }

    static RecordingProcess start(Path file) throws IOException {
        return new RecordingProcess(
                new ProcessBuilder(JavaProcess.command(List.of(), RecordingApp.class.getName(), file.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Runs commands, each after the one before. {@return this} */
    RecordingProcess run(String... commands) throws IOException {
        for (var command : commands) {
            process.outputWriter().append(command).append('\n');
        }
        process.outputWriter().flush();
        for (var command : commands) {
            assertThat(process.inputReader().readLine()).as(command).isEqualTo("done");
        }
        return this;
    }

    /** Stops the process, as SIGSTOP does. */
    void freeze() throws IOException, InterruptedException {
        Commands.run("kill", "-STOP", "" + process.pid());
    }

    /** Lets the process go on after a time. The command {@code stalled} waits until it knows that it was stopped. */
    void resumeAfter(long millis) throws IOException, InterruptedException {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
        Commands.run("kill", "-CONT", "" + process.pid());
    }

    /** Lets the process write the end of its recording. */
    void end() throws IOException, InterruptedException {
        process.outputWriter().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
