package io.raftelection.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The resources of this process at one moment: threads, and descriptors of open files and sockets. It reads the
 * descriptors from {@code /proc/self/fd}; on a system without that, it knows only the threads.
 *
 * @param threads the live threads
 * @param descriptors the targets of the open descriptors: a path, or {@code socket:[inode]}
 */
record Footprint(Set<Thread> threads, Set<String> descriptors) {
    private static final List<String> SYSTEMS = List.of("/proc/", "/dev/", "/sys/");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static Footprint now() throws IOException {
        return new Footprint(Set.copyOf(Thread.getAllStackTraces().keySet()), descriptorsNow());
    }

    private static Set<String> descriptorsNow() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        try (var descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.map(Footprint::target).collect(Collectors.toSet());
        }
    }

    /** Returns the target of a descriptor; empty if it is closed by now. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the sockets that did not exist before. */
    Set<String> socketsSince(Footprint before) {
        return descriptors.stream()
                .filter(target -> target.startsWith("socket:") && !before.descriptors.contains(target))
                .collect(Collectors.toSet());
    }

    /** Returns the files that were not open before, except for those that the JVM itself reads, such as classes. */
    Set<Path> filesSince(Footprint before) {
        return descriptors.stream()
                .filter(target -> target.startsWith("/") && !before.descriptors.contains(target))
                .filter(target -> !target.endsWith(".jar") && SYSTEMS.stream().noneMatch(target::startsWith))
                .map(Path::of)
                .collect(Collectors.toSet());
    }

    /** Waits until all new threads have ended. Returns the threads that are left when the limit is reached. */
    static Set<Thread> awaitThreadsEnd(Footprint before, Duration patience, Predicate<Thread> outlives)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var left = now().threadsSince(before, outlives);
        while (!left.isEmpty() && System.nanoTime() - start < patience.toNanos()) {
            left.iterator().next().join(Math.max(1, patience.toMillis() - (System.nanoTime() - start) / 1_000_000));
            left = now().threadsSince(before, outlives);
        }
        return left;
    }

    /**
     * Returns the threads that did not exist before, except for the JVM's common pool, whose idle threads end by
     * themselves.
     */
    private Set<Thread> threadsSince(Footprint before, Predicate<Thread> outlives) {
        return threads.stream()
                .filter(thread -> !before.threads.contains(thread))
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool-"))
                .filter(outlives.negate())
                .collect(Collectors.toSet());
    }
}
