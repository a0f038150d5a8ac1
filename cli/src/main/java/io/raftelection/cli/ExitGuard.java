package io.raftelection.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Keeps the exit code 1 for a violation of Election Safety. The JVM uses that code itself if it cannot start or if main
 * throws, and an engine may end the JVM with any code. Here all of these become {@link RaftElection#FAILED}.
 *
 * <p>The JVM's own failures cannot be caught in the JVM. The script that starts it therefore asks for another code for
 * a violation, and translates.
 */
final class ExitGuard {
    /** The property with which the script asks for another code for a violation. */
    private static final String VIOLATION_CODE = "raftelection.violation.code";

    /** Made while there is memory. */
    private static final byte[] OUT_OF_MEMORY =
            "raft-election: out of memory, see -Xmx\n".getBytes(StandardCharsets.UTF_8);

    /** Whether the command itself ends the process. There is one process, so there is one of this. */
    private static volatile boolean deciding;

    private ExitGuard() {}

    /** Guards this process from now on. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(ExitGuard::uncaught);
        Runtime.getRuntime().addShutdownHook(new Thread(ExitGuard::endedByOthers, "raft-election-exit"));
    }

    /** Ends the process. */
    static void exit(int code) {
        deciding = true;
        System.exit(processCode(code));
    }

    /** {@return the code of the process for a code of the command} */
    static int processCode(int code) {
        return code == RaftElection.UNSAFE ? Integer.getInteger(VIOLATION_CODE, RaftElection.UNSAFE) : code;
    }

    /** Ends the process at once because of a failure. */
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
            // Standard error, without the buffers and encoders that need memory.
            new FileOutputStream(FileDescriptor.err).write(line);
        } catch (IOException e) {
            // Then the exit code has to do.
        }
    }

    /** An engine's thread that fails is the engine's matter, unless the whole JVM is affected. */
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
                .filter(name -> !name.startsWith("SIG")) // the JVM's own thread for Ctrl-C and SIGTERM
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
