package io.raftelection.watch.faults;

import io.raftelection.Tracker;
import io.raftelection.watch.WatchListener;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Lets a test wait for the groups of a watch, and for its problems. */
public final class FoundGroups implements WatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<String, CompletableFuture<Tracker>> groups = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> problems = new ConcurrentHashMap<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void found(String group, Tracker tracker) {
        group(group).complete(tracker);
    }

    @Override
    public void problem(String subject, String words) {
        lines.add(subject + ": " + words);
        problemOf(subject).complete(words);
    }

    @Override
    public void solved(String subject) {
        lines.add(subject + ": solved");
    }

    private CompletableFuture<Tracker> group(String name) {
        return groups.computeIfAbsent(name, key -> new CompletableFuture<>());
    }

    private CompletableFuture<String> problemOf(String subject) {
        return problems.computeIfAbsent(subject, key -> new CompletableFuture<>());
    }

    /** Waits until a group is found. {@return its tracker} */
    public Tracker tracker(String group) throws Exception {
        return group(group).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until a subject has a problem for the first time. {@return the words} */
    public String problem(String subject) throws Exception {
        return problemOf(subject).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** {@return the problems, and the ends of problems, in order} */
    public Queue<String> lines() {
        return lines;
    }
}
