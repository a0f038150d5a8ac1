package io.raftelection.springboot;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * The methods with {@link RunWhenLeading}. They run from the start of the application until it ends: after all other
 * parts have started, and before the first of them stops.
 */
final class LeaderMethods implements SmartLifecycle {
    private final ObjectProvider<Trackers> trackers;
    private final ObjectProvider<RaftElectionProperties> properties;
    private final Environment environment;
    private final List<LeaderMethod> methods = new ArrayList<>();
    private final List<LeaderRun> runs = new ArrayList<>();
    private boolean isRunning;

    LeaderMethods(
            ObjectProvider<Trackers> trackers,
            ObjectProvider<RaftElectionProperties> properties,
            Environment environment) {
        this.trackers = trackers;
        this.properties = properties;
        this.environment = environment;
    }

    /** Adds a method of a bean. A bean that is created after the start is late, and its methods run from then on. */
    synchronized void add(LeaderMethod method) {
        methods.add(method);
        if (isRunning) {
            start(method);
        }
    }

    @Override
    public synchronized void start() {
        if (!isRunning) {
            isRunning = true;
            methods.forEach(this::start);
        }
    }

    private void start(LeaderMethod method) {
        var words = environment.resolveRequiredPlaceholders(method.server());
        var name = words.isEmpty() ? properties.getObject().server() : words;
        var server = name.isEmpty() ? Optional.<ServerId>empty() : Optional.of(ServerId.of(name));
        var run = new LeaderRun(method, trackers.getObject().get(method.tracker()), server);
        runs.add(run);
        run.start();
    }

    @Override
    public void stop() {
        List<LeaderRun> running;
        synchronized (this) {
            running = List.copyOf(runs);
            runs.clear();
            isRunning = false;
        }
        running.forEach(LeaderRun::stop);
        long deadline = System.nanoTime() + timeout().toNanos();
        running.forEach(run -> run.awaitEnd(deadline));
    }

    private Duration timeout() {
        return properties.getObject().run().shutdownTimeout();
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
