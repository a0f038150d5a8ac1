package io.raftelection.testing;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What is planned, and the one thread that does it, which exists only while there is something to do. */
final class Plans implements AutoCloseable {
    private static final String THREAD = "raft-election-control";

    private final ElectionControl control;
    private final Settling settling;
    private final Map<Trigger, Term> open = new ConcurrentHashMap<>();
    private final ExecutorService thread = thread();
    private volatile boolean closed;

    Plans(ElectionControl control, Settling settling) {
        this.control = control;
        this.settling = settling;
    }

    private static ExecutorService thread() {
        var pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, THREAD);
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    ElectionControl control() {
        return control;
    }

    Plan plan(Term term, long number, Moment moment, When.Action action) {
        var what = "when command " + number + " of " + term + " is " + moment;
        var followers = Set.copyOf(settling.othersConnectedTo(term.server()));
        if (closed) {
            throw new IllegalStateException(what + ": control is closed");
        }
        if (!term.isHeld()) {
            throw new IllegalStateException(what + ": it is lost already");
        }
        if (followers.isEmpty() && moment != Moment.COMMITTED) {
            throw new IllegalStateException(what + ": no other server is connected to " + term.server());
        }
        int minority = control.servers().size() / 2 - 1;
        var trigger =
                new Trigger(number, moment, followers, minority, fired -> hand(term.replication(), fired, action));
        term.replication().add(trigger);
        open.put(trigger, term);
        term.leadership().lost().thenAccept(loss -> giveUp(term));
        return new Plan(what, settling, trigger.done());
    }

    /** Nothing waits any longer for servers that the leader no longer reaches. */
    void lookWhoIsConnected() {
        new HashSet<>(open.values())
                .forEach(term -> term.replication().retain(settling.othersConnectedTo(term.server())));
    }

    /** On a thread of the engine. */
    private void hand(Replication replication, Trigger trigger, When.Action action) {
        try {
            thread.execute(() -> carryOut(replication, trigger, action));
        } catch (RejectedExecutionException e) {
            end(trigger, new IllegalStateException("control is closed", e));
        }
    }

    private void carryOut(Replication replication, Trigger trigger, When.Action action) {
        try {
            action.run();
            replication.end(trigger);
            open.remove(trigger);
            trigger.done().complete(null);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            replication.end(trigger);
            end(trigger, e);
        }
    }

    private void giveUp(Term term) {
        term.replication()
                .giveUp()
                .forEach(trigger -> end(trigger, new IllegalStateException(term + " was lost before")));
    }

    private void end(Trigger trigger, Throwable failure) {
        open.remove(trigger);
        trigger.done().completeExceptionally(failure);
    }

    /** Who waits for what is planned is told that it will not be done. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        open.keySet().forEach(trigger -> end(trigger, new IllegalStateException("control is closed")));
    }
}
