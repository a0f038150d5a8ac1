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

/** The plans of a control, and the one thread that runs their actions. The thread exists only while there is work. */
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

    Plan plan(Term term, long number, Stage stage, When.Action action) {
        var what = "when command " + number + " of " + term + " is " + stage;
        if (closed) {
            throw new IllegalStateException(what + ": control is closed");
        }
        if (!term.isHeld()) {
            throw new IllegalStateException(what + ": it is lost already");
        }
        var followers = Set.copyOf(convergence.othersConnectedTo(term.server()));
        if (followers.isEmpty() && stage != Stage.COMMITTED) {
            throw new IllegalStateException(what + ": no other server is connected to " + term.server());
        }
        int minority = control.cluster().voters().size() / 2 - 1;
        var done = new CompletableFuture<Void>();
        var plan = new Plan(what, convergence, done);
        var planned = new PlannedBreakpoint(
                Breakpoint.of(number, stage, followers, minority), done, hit -> hand(term, hit, plan, action));
        open.put(planned, term);
        try {
            term.progress().add(planned);
        } catch (IllegalStateException e) {
            open.remove(planned);
            throw e;
        }
        term.leadership().lost().thenAccept(loss -> giveUp(term, term + " was lost before"));
        if (closed) { // meanwhile
            end(planned, new IllegalStateException("control is closed"));
        }
        return plan;
    }

    /** Breakpoints stop waiting for servers that the leader no longer reaches. */
    void lookWhoIsConnected() {
        new HashSet<>(open.values())
                .forEach(term -> term.progress().retain(convergence.othersConnectedTo(term.server())));
    }

    /**
     * Runs on a thread of the engine, under the lock of the term's progress. It throws nothing, so that the engine goes
     * on.
     */
    private void hand(Term term, PlannedBreakpoint planned, Plan plan, When.Action action) {
        acting.add(plan);
        try {
            thread.execute(() -> carryOut(term.progress(), planned, plan, action));
        } catch (RuntimeException | Error e) {
            acting.remove(plan);
            planned.end();
            if (!closed) { // otherwise close() ends the plan
                ForkJoinPool.commonPool().execute(() -> end(planned, e));
            }
        }
    }

    private void carryOut(CommandProgress progress, PlannedBreakpoint planned, Plan plan, When.Action action) {
        Optional<Throwable> failure = Optional.empty();
        actor = Optional.of(Thread.currentThread());
        try {
            action.run();
        } catch (Throwable e) { // an action is user code, and await() reports what it throws
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

    private void giveUp(Term term, String reason) {
        term.progress().giveUp().forEach(planned -> end(planned, new IllegalStateException(reason)));
    }

    /** Gives up all breakpoints that were not hit, and waits for the actions of the others. */
    void reset() throws InterruptedException {
        new HashSet<>(open.values()).forEach(term -> giveUp(term, "control was reset before"));
        awaitActions();
    }

    private void end(PlannedBreakpoint planned, Throwable failure) {
        open.remove(planned);
        planned.done().completeExceptionally(failure);
    }

    /** Whether this thread runs an action, and therefore cannot wait for the end of it. */
    boolean isActor() {
        return actor.equals(Optional.of(Thread.currentThread()));
    }

    /** Whether an action is under way. */
    boolean isActing() {
        return !acting.isEmpty();
    }

    /**
     * Waits until no action is under way or about to start. An action is about to start if a client of the control has
     * handed over its command and a majority can get that command. Does not wait in an action.
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
     * Hands a command over at once, or after the present action if there is one. Commands keep the order of the calls.
     *
     * @param submission hands it to the leader of that moment
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

    /** A command stays in the queue until it was handed over, so that no later command overtakes it. */
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

    /** Fails all plans that have not ended, so that no thread waits for them. */
    @Override
    public void close() {
        closed = true;
        open.keySet().forEach(planned -> end(planned, new IllegalStateException("control is closed")));
        thread.shutdownNow();
        failPostponed();
    }
}
