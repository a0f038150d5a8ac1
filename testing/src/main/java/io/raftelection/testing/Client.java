package io.raftelection.testing;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A client of a controlled cluster. It hands each command to the leader once, and does not try again. Safe for use by
 * many threads.
 *
 * <p>While the action of a {@link Plan} is under way, its command stays where it is, and the leader's log receives no
 * later command. This client holds its commands back until the action has ended, and then hands them to the present
 * leader. If the action deposed the leader, they are refused. A command that the action itself hands over is not held
 * back.
 */
public final class Client {
    private final TestCluster cluster;
    private final Supplier<Term> leader;
    private final Convergence convergence;
    private final Plans plans;
    private final Lifetime lifetime;

    Client(TestCluster cluster, Supplier<Term> leader, Convergence convergence, Plans plans, Lifetime lifetime) {
        this.cluster = cluster;
        this.leader = leader;
        this.convergence = convergence;
        this.plans = plans;
        this.lifetime = lifetime;
    }

    /**
     * Hands a command to the leader and does not wait.
     *
     * @param command what the state machines are to apply
     * @return completes when the leader has applied it, and exceptionally if it refuses, loses leadership before that,
     *     or ends; the next leader may then still apply the command. It also completes exceptionally if the command was
     *     held back for an action after which no server leads, or until the control was closed; such a command is never
     *     applied
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}; or if the control is closed
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     */
    public CompletionStage<Void> submit(byte[] command) {
        Objects.requireNonNull(command, "command: is null");
        lifetime.check();
        return plans.handOver(() -> submit(leader.get(), command));
    }

    private CompletionStage<Void> submit(Term term, byte[] command) {
        var progress = term.progress();
        progress.submitted();
        try {
            return cluster.submit(term.server(), command).whenComplete((nothing, failure) -> {
                if (failure != null) {
                    progress.refused();
                }
            });
        } catch (RuntimeException | Error e) {
            progress.refused();
            throw e;
        }
    }

    /**
     * Hands a command to the leader, and waits until the leader has applied it and every server that is connected to
     * the leader has it in its log. Any of these can be elected next, even if the leader crashes. A client for which a
     * majority is enough uses {@link #submit}.
     *
     * @param command what the state machines are to apply, in UTF-8
     * @throws IllegalStateException if no server leads, if the leader did not apply it, which the cause explains, or if
     *     the control is closed, before or meanwhile
     * @throws NotConvergedException if it takes too long
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     * @throws InterruptedException if the thread was interrupted; the command may be applied all the same, unless that
     *     was before the call
     */
    public void apply(String command) throws InterruptedException {
        Objects.requireNonNull(command, "command: is null");
        lifetime.doing(() -> {
            plans.awaitActions();
            apply(command, leader.get());
        });
    }

    private void apply(String command, Term term) throws InterruptedException {
        try {
            submit(term, command.getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture()
                    .get(convergence.limit().toNanos(), TimeUnit.NANOSECONDS);
            convergence.awaitLogOfAll(term.server());
        } catch (ExecutionException e) {
            throw new IllegalStateException("command " + command + ": not applied: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw convergence.failure("command " + command + ": not applied");
        }
    }
}
