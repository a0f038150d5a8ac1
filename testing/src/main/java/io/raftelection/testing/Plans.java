package io.raftelection.testing;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is planned, and the one thread that does it, which exists only while there is something to do. */
final class Plans implements AutoCloseable {
    private static final String THREAD = "raft-election-control";

    private final ElectionControl control;
    private final Convergence convergence;
    private final Map<PlannedBreakpoint, Term> open = new ConcurrentHashMap<>();

    /** The plans that have fired and whose actions have not ended. */
    private final Set<Plan> acting = ConcurrentHashMap.newKeySet();

    /** The commands that wait for the end of these actions. */
    private final Queue<Postponed> postponed = new ConcurrentLinkedQueue<>();

    private final ExecutorService thread = thread();
    private volatile Optional<Thread> actor = Optional.empty();
    private volatile boolean closed;

    Plans(ElectionControl control, Convergence convergence) {
        this.control = control;
        this.convergence = convergence;
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

    Plan plan(Term term, long number, Stage moment, When.Action action) {
        var what = "when command " + number + " of " + term + " is " + moment;
        if (closed) {
            throw new IllegalStateException(what + ": control is closed");
        }
        if (!term.isHeld()) {
            throw new IllegalStateException(what + ": it is lost already");
        }
        var followers = Set.copyOf(convergence.othersConnectedTo(term.server()));
        if (followers.isEmpty() && moment != Stage.COMMITTED) {
            throw new IllegalStateException(what + ": no other server is connected to " + term.server());
        }
        int minority = control.servers().size() / 2 - 1;
        var done = new CompletableFuture<Void>();
        var plan = new Plan(what, convergence, done);
        var planned = new PlannedBreakpoint(
                Breakpoint.of(number, moment, followers, minority), done, hit -> hand(term, hit, plan, action));
        open.put(planned, term);
        try {
            term.progress().add(planned);
        } catch (IllegalStateException e) {
            open.remove(planned);
            throw e;
        }
        term.leadership().lost().thenAccept(loss -> giveUp(term));
        if (closed) { // meanwhile
            end(planned, new IllegalStateException("control is closed"));
        }
        return plan;
    }

    /** Nothing waits any longer for servers that the leader no longer reaches. */
    void lookWhoIsConnected() {
        new HashSet<>(open.values())
                .forEach(term -> term.progress().retain(convergence.othersConnectedTo(term.server())));
    }

    /** On a thread of the engine, which holds the lock of the term's progress: whatever goes wrong, it goes on. */
    private void hand(Term term, PlannedBreakpoint planned, Plan plan, When.Action action) {
        acting.add(plan);
        try {
            thread.execute(() -> carryOut(term.progress(), planned, plan, action));
        } catch (RuntimeException | Error e) {
            acting.remove(plan);
            planned.end();
            if (!closed) { // else whoever closes it tells
                ForkJoinPool.commonPool().execute(() -> end(planned, e));
            }
        }
    }

    private void carryOut(CommandProgress progress, PlannedBreakpoint planned, Plan plan, When.Action action) {
        Optional<Throwable> failure = Optional.empty();
        actor = Optional.of(Thread.currentThread());
        try {
            action.run();
        } catch (Throwable e) { // an action is the user's, and may throw anything: whoever awaits the plan is told
            failure = Optional.of(e);
        } finally {
            actor = Optional.empty();
            progress.end(planned);
            acting.remove(plan);
        }
        if (failure.isPresent()) {
            end(planned, failure.get());
        } else {
            open.remove(planned);
            planned.done().complete(null);
        }
    }

    private void giveUp(Term term) {
        term.progress().giveUp().forEach(planned -> end(planned, new IllegalStateException(term + " was lost before")));
    }

    private void end(PlannedBreakpoint planned, Throwable failure) {
        open.remove(planned);
        planned.done().completeExceptionally(failure);
    }

    /** Whether this thread carries out an action: then it cannot wait for the end of that. */
    boolean isActor() {
        return actor.equals(Optional.of(Thread.currentThread()));
    }

    /** Whether an action is under way. */
    boolean isActing() {
        return !acting.isEmpty();
    }

    /**
     * Waits until no action is under way, nor about to be: because of a command that a client of the control has handed
     * over and that a majority can get. Does not wait in an action.
     *
     * @throws NotConvergedException if an action takes too long
     */
    void awaitActions() throws InterruptedException {
        if (isActor()) {
            return;
        }
        convergence.awaitIfItComes(() -> !isDue() || isActing());
        while (isActing() || !postponed.isEmpty()) {
            for (var plan : acting) {
                plan.awaitEnd();
            }
            convergence.awaitIfItComes(() -> isActing() || (postponed.isEmpty() && !isDue()));
        }
    }

    private boolean isDue() {
        return open.values().stream()
                .distinct()
                .anyMatch(
                        term -> term.isHeld() && term.progress().isDue() && convergence.isWithMajority(term.server()));
    }

    /**
     * Hands a command over: now, or, while an action is under way, after it, in the order of the calls.
     *
     * @param submission hands it over, to whoever leads then
     * @return its outcome
     */
    CompletionStage<Void> handOver(Supplier<CompletionStage<Void>> submission) {
        if (isActor() || (acting.isEmpty() && postponed.isEmpty())) {
            return submission.get();
        }
        var command = new Postponed(submission);
        postponed.add(command);
        handOverNextLater();
        return command.outcome();
    }

    private void handOverNextLater() {
        try {
            thread.execute(this::handOverNext);
        } catch (RejectedExecutionException e) {
            failPostponed();
        }
    }

    /** Whoever looks whether any is postponed sees it until it was handed over, so that none overtakes it. */
    private void handOverNext() {
        if (isActing()) {
            handOverNextLater();
            return;
        }
        var next = postponed.peek();
        if (next != null) {
            next.handOver();
            postponed.remove(next);
        }
    }

    private void failPostponed() {
        for (var next = postponed.poll(); next != null; next = postponed.poll()) {
            next.fail();
        }
    }

    /** Who waits for what is planned is told that it will not be done. */
    @Override
    public void close() {
        closed = true;
        open.keySet().forEach(planned -> end(planned, new IllegalStateException("control is closed")));
        thread.shutdownNow();
        failPostponed();
    }
}
