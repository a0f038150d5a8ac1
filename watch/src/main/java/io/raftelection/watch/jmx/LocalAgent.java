package io.raftelection.watch.jmx;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.tools.attach.VirtualMachine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The JMX agent of a JVM of the same user on this host, which is started if it does not run yet.
 *
 * <p>To attach to a frozen JVM can take as long as it is frozen, and nothing interrupts it. So a thread
 * {@code raft-election-attach} does it, and the callers wait for it no longer than they want. There is never more than
 * one of these threads per process; it ends when the JVM answers or is gone.
 */
final class LocalAgent {
    private static final String STUB = "/stub/";
    private static final int SIGQUIT = 3;

    private final long process;

    @GuardedBy("this")
    private @Nullable FutureTask<RemoteReference> attaching;

    LocalAgent(long process) {
        this.process = process;
    }

    /** {@return the remote object of the agent} */
    RemoteReference find(Deadline deadline) throws IOException, InterruptedException {
        var task = begun();
        try {
            var found = task.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            forget(task);
            return found;
        } catch (TimeoutException e) {
            throw deadline.exceeded();
        } catch (ExecutionException e) {
            forget(task);
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static JmxException failure(Throwable cause) {
        if (cause instanceof JmxException exception) {
            return exception;
        }
        if (cause instanceof LinkageError) {
            return new JmxException("cannot attach: this Java has no module jdk.attach", cause);
        }
        return new JmxException("cannot attach: " + cause.getMessage(), cause);
    }

    private synchronized FutureTask<RemoteReference> begun() {
        var task = attaching;
        if (task == null) {
            task = new FutureTask<>(this::attach);
            var thread = new Thread(task, "raft-election-attach");
            thread.setDaemon(true);
            thread.start();
            attaching = task;
        }
        return task;
    }

    private synchronized void forget(FutureTask<RemoteReference> task) {
        if (attaching == task) {
            attaching = null;
        }
    }

    private RemoteReference attach() throws Exception {
        checkProcess();
        var machine = VirtualMachine.attach(Long.toString(process));
        try {
            return reference(machine.startLocalManagementAgent());
        } finally {
            machine.detach();
        }
    }

    /**
     * Checks that the process handles the signal by which a JVM is asked to listen, where that can be seen. It ends a
     * process that is no JVM, for example if the number now belongs to another program.
     */
    private void checkProcess() throws IOException {
        if (ProcessHandle.of(process).isEmpty()) {
            throw new JmxException("there is no such process");
        }
        var status = Path.of("/proc", Long.toString(process), "status");
        if (!Files.isReadable(status)) {
            return;
        }
        for (var line : Files.readAllLines(status)) {
            if (line.startsWith("SigCgt:")) {
                long caught = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                if ((caught >> (SIGQUIT - 1) & 1) == 0) {
                    throw new JmxException("the process is no JVM that runs");
                }
            }
        }
    }

    /** {@return the remote object in an address such as {@code service:jmx:rmi://127.0.0.1/stub/rO0ABX...}} */
    private static RemoteReference reference(String address) throws IOException {
        int start = address.indexOf(STUB);
        if (start < 0) {
            throw new JmxException("the agent has no address with a stub");
        }
        byte[] stub;
        try {
            stub = Base64.getDecoder().decode(address.substring(start + STUB.length()));
        } catch (IllegalArgumentException e) {
            throw new JmxException("the agent has an address that is not valid", e);
        }
        return RemoteReference.of(new SerialReader(new ByteArrayInputStream(stub)).object());
    }
}
