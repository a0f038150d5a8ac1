package io.raftelection.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Reserves the exit code 1 for a violation of Election Safety. The JVM itself exits with 1 if it cannot start or if
 * main throws, and an engine may exit with any code. This class turns all of these into {@link RaftElection#FAILED}.
 *
 * <p>A JVM that cannot start cannot run this class. The start script therefore requests a different code for a
 * violation and translates it.
 */
final class ExitGuard {
    /** The system property in which the start script passes the code for a violation. */
    private static final String VIOLATION_CODE = "raftelection.violation.code";

    /** Allocated in advance, because there may be no memory for it later. */
    private static final byte[] OUT_OF_MEMORY =
            "raft-election: out of memory, increase -Xmx\n".getBytes(StandardCharsets.UTF_8);

    /** Whether the command itself is ending the process. Static because it describes the process. */
    private static volatile boolean deciding;

    private ExitGuard() {}

    /** Installs the guard for this process. */
    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitGuard::endedByOthers, "raft-election-exit"));
        Thread.setDefaultUncaughtExceptionHandler(ExitGuard::uncaught);
    }

    /** Ends the process with the exit code of the command. */
    static void exit(int code) {
        deciding = true;
        System.exit(processCode(code));
    }

    /** {@return the exit code of the process for an exit code of the command} */
    static int processCode(int code) {
        return code == RaftElection.UNSAFE ? Integer.getInteger(VIOLATION_CODE, RaftElection.UNSAFE) : code;
    }

    /** Reports a failure and halts the process. */
    static AssertionError fail(Throwable failure) {
        try {
            write(
                    failure instanceof OutOfMemoryError
                            ? OUT_OF_MEMORY
                            : ("raft-election: " + failure.toString().replaceAll("\\p{Cc}+", " ") + "\n")
                                    .getBytes(StandardCharsets.UTF_8));
        } finally {
            Runtime.getRuntime().halt(RaftElection.FAILED);
        }
        return new AssertionError("halted", failure);
    }

    private static void write(byte[] line) {
        try {
            // System.err needs memory for its buffers and encoders; this stream does not.
            new FileOutputStream(FileDescriptor.err).write(line);
        } catch (IOException e) {
            // The exit code still reports the failure.
        }
    }

    /** A failed engine thread is reported and ignored, unless the failure affects the whole JVM. */
    private static void uncaught(Thread thread, Throwable failure) {
        if (failure instanceof VirtualMachineError || isOurs(thread.getName())) {
            throw fail(failure);
        }
        System.err.println("raft-election: thread " + thread.getName() + ": " + failure);
    }

    private static boolean isOurs(String thread) {
        return thread.equals("main") || thread.startsWith("raft-election");
    }

    private static void endedByOthers() {
        if (deciding) {
            return;
        }
        Thread.getAllStackTraces().entrySet().stream()
                .filter(ExitGuard::isExiting)
                .map(entry -> entry.getKey().getName())
                .filter(name -> !name.startsWith("SIG")) // the JVM's thread for Ctrl-C and SIGTERM
                .findFirst()
                .ifPresent(name -> {
                    write(("raft-election: thread " + name + " ended the process\n").getBytes(StandardCharsets.UTF_8));
                    Runtime.getRuntime().halt(RaftElection.FAILED);
                });
    }

    private static boolean isExiting(Map.Entry<Thread, StackTraceElement[]> thread) {
        return Arrays.stream(thread.getValue())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown")
                        && frame.getMethodName().equals("exit"));
    }
}
