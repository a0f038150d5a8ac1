package io.raftelection.testing;

import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A client of a cluster that is under control: hands commands to whoever leads, once, and does not try again. Safe for
 * use by many threads.
 */
public final class Client {
    private final TestCluster cluster;
    private final Supplier<ServerId> leader;
    private final Settling settling;

    Client(TestCluster cluster, Supplier<ServerId> leader, Settling settling) {
        this.cluster = cluster;
        this.leader = leader;
        this.settling = settling;
    }

    /**
     * Hands a command to the leader, and does not wait.
     *
     * @param command what the state machines are to apply
     * @return completes when the leader has applied it, and exceptionally if it refuses, loses leadership before that,
     *     or ends: it may be applied all the same, by the next leader
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     */
    public CompletionStage<Void> submit(byte[] command) {
        Objects.requireNonNull(command, "command: is null");
        return cluster.submit(leader.get(), command);
    }

    /**
     * Hands a command to the leader, and waits until that has applied it and whoever is connected to it has it in its
     * log: then any of them can be elected next, whatever becomes of the leader. A client that needs only a majority to
     * have it uses {@link #submit}.
     *
     * @param command what the state machines are to apply, in UTF-8
     * @throws IllegalStateException if no server leads, or the leader did not apply it: the cause says why
     * @throws NotSettledException if it takes too long
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     * @throws InterruptedException if the thread was interrupted
     */
    public void apply(String command) throws InterruptedException {
        Objects.requireNonNull(command, "command: is null");
        var server = leader.get();
        var limit = settling.limit();
        try {
            cluster.submit(server, command.getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture()
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
            settling.awaitLogOfAll(server);
        } catch (ExecutionException e) {
            throw new IllegalStateException("command " + command + ": not applied: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new NotSettledException("command " + command + ": not applied within " + limit);
        }
    }
}
