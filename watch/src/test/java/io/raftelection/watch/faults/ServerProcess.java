package io.raftelection.watch.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a server. It is killed at the latest when the JVM ends. */
public final class ServerProcess {
    private final Process process;
    private final Thread atExit;

    private ServerProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly, "server-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** {@return a started process, whose output is appended to a file} */
    public static ServerProcess start(Path log, List<String> command) throws IOException {
        return new ServerProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** {@return whether it runs or is frozen} */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGKILL and waits until the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + ": did not end within 30 s");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Sends SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        Commands.run("kill", "-STOP", "" + process.pid());
    }

    /** Sends SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Commands.run("kill", "-CONT", "" + process.pid());
    }
}
