package io.raftelection.testing.toy;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The transport and the one thread of the toy engine. Time is a number of ticks. Between two ticks, all messages are
 * delivered, so a pause of the machine deposes no leader.
 */
final class ToyNetwork implements AutoCloseable {
    private final Interceptor interceptor;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, ToyNetwork::thread);

    /** These two are used on the thread only. */
    private final Map<String, ToyRaft> servers = new LinkedHashMap<>();

    private final Queue<Runnable> messages = new ArrayDeque<>();

    /** Decides whether a message arrives. */
    @FunctionalInterface
    interface Interceptor {
        boolean passes(String from, String to, ToyMessage message);
    }

    ToyNetwork(Interceptor interceptor) {
        this.interceptor = interceptor;
        var unused = thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "toy-raft");
        thread.setDaemon(true);
        return thread;
    }

    private void tick() {
        List.copyOf(servers.values()).forEach(ToyRaft::tick);
        deliver();
    }

    private void deliver() {
        for (var next = messages.poll(); next != null; next = messages.poll()) {
            next.run();
        }
    }

    /** Runs a task on the thread of the servers. */
    void run(Runnable task) {
        thread.execute(() -> {
            task.run();
            deliver();
        });
    }

    /** Runs a task on the thread of the servers, and waits for its result, also if this thread is interrupted. */
    <T> T call(Supplier<T> task) {
        var result = new CompletableFuture<T>();
        run(() -> result.complete(task.get()));
        return result.join();
    }

    void add(String name, ToyRaft server) {
        servers.put(name, server);
    }

    void remove(String name) {
        servers.remove(name);
    }

    void send(String from, String to, ToyMessage message) {
        if (servers.containsKey(from) && interceptor.passes(from, to, message)) {
            messages.add(() -> Optional.ofNullable(servers.get(to)).ifPresent(server -> server.receive(from, message)));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
