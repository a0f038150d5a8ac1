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
 * What this process holds at one moment: threads, and descriptors of open files and sockets. Descriptors are read where
 * the system lists them, in {@code /proc/self/fd}; elsewhere only threads are known.
 *
 * @param threads those that are alive
 * @param descriptors what the open ones lead to: a path, or {@code socket:[inode]}
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

    /** Where one leads to; nowhere if it is closed by now. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** The sockets that were not there before. */
    Set<String> socketsSince(Footprint before) {
        return descriptors.stream()
                .filter(target -> target.startsWith("socket:") && !before.descriptors.contains(target))
                .collect(Collectors.toSet());
    }

    /** The files that were not open before, but for those that the JVM itself reads: classes, limits of its memory. */
    Set<Path> filesSince(Footprint before) {
        return descriptors.stream()
                .filter(target -> target.startsWith("/") && !before.descriptors.contains(target))
                .filter(target -> !target.endsWith(".jar") && SYSTEMS.stream().noneMatch(target::startsWith))
                .map(Path::of)
                .collect(Collectors.toSet());
    }

    /** Waits until only threads are alive that were there before, and returns the others when patience is over. */
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

    /** The threads that were not there before, but for the JVM's own pool, whose threads end when nobody needs them. */
    private Set<Thread> threadsSince(Footprint before, Predicate<Thread> outlives) {
        return threads.stream()
                .filter(thread -> !before.threads.contains(thread))
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool-"))
                .filter(outlives.negate())
                .collect(Collectors.toSet());
    }
}
