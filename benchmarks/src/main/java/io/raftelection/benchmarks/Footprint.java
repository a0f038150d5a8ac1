package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Measures the memory, time and threads of many tracked servers: the same number each time, in one or more trackers.
 * The names of the servers are not part of the measured memory.
 */
final class Footprint {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final List<Measurement> measurements = new ArrayList<>();
    private final int rounds;
    private final String[] names;
    private Object[] kept = {};

    private Footprint(Profile profile) {
        rounds = profile.rounds;
        names = new String[profile.servers];
        for (int i = 0; i < names.length; i++) {
            names[i] = "server-" + i;
        }
    }

    static List<Measurement> measure(Profile profile) {
        var footprint = new Footprint(profile);
        footprint.growth();
        footprint.threes();
        footprint.report(1, "pending expectations, one per tracker, with a shared timer", footprint::expectations);
        footprint.report(1, "tasks of that timer alone, included in pending expectations", Footprint::tasks);
        return footprint.measurements;
    }

    private void growth() {
        int all = names.length;
        var most = servers(all);
        servers(all / 10);
        var few = servers(all / 100);
        var bare = cost(rounds, () -> ids(all));
        var bareFew = cost(rounds, () -> ids(all / 100));
        var growth = most.makeNanos() / few.makeNanos();
        var bareGrowth = bare.makeNanos() / bareFew.makeNanos();
        measurements.addAll(List.of(
                Measurement.nanos("time to track all of them in one tracker", most.makeNanos() * all)
                        .goal("1,000,000 in under 1 s", most.makeNanos() * 1e6 < 1e9),
                Measurement.bytes("memory per server in one tracker, without the string of its id", most.bytes())
                        .goal("at most 200 bytes", most.bytes() <= 200),
                Measurement.ratio(
                                "memory per server, relative to a tracker with 1 % of them", most.bytes() / few.bytes())
                        .goal("flat: at most 1.1 ×", most.bytes() <= 1.1 * few.bytes()),
                Measurement.ratio("time to track a server, relative to a tracker with 1 % of them", growth)
                        .goal("flat: at most that of a plain map", growth <= bareGrowth),
                Measurement.ratio("the same for a plain LinkedHashMap", bareGrowth),
                Measurement.ratio(
                        "time to track a server, relative to adding it to a plain LinkedHashMap",
                        most.makeNanos() / bare.makeNanos())));
    }

    private void threes() {
        var three = servers(3);
        measurements.addAll(List.of(
                Measurement.bytes("memory of an idle tracker with three servers", three.bytes() * 3)
                        .goal("at most 1,024 bytes", three.bytes() * 3 <= 1_024),
                Measurement.of("threads of all these trackers", Measurement.count(three.threads()))
                        .goal("none", three.threads() == 0)));
    }

    private Cost servers(int each) {
        return report(rounds, "servers, " + Measurement.count(each) + " per tracker", () -> tracked(each));
    }

    private Cost report(int rounds, String what, Supplier<Population> populations) {
        var cost = cost(rounds, populations);
        measurements.add(Measurement.of(
                Measurement.count(names.length) + " " + what,
                "each " + Measurement.bytes(cost.bytes()) + ", created in " + Measurement.nanos(cost.makeNanos())
                        + ", closed in " + Measurement.nanos(cost.closeNanos()) + "; threads: "
                        + Measurement.count(cost.threads())));
        return cost;
    }

    /** Creates each object, which is kept, and closes all. Everything else that they need exists already. */
    private record Population(IntFunction<Object> make, Runnable close) {}

    /**
     * The cost of one object of a population; the number of threads is that of the whole population.
     *
     * @param bytes the heap that it retains, measured after a full garbage collection
     */
    private record Cost(double bytes, double makeNanos, double closeNanos, int threads) {}

    /** {@return the medians of some rounds after a warm-up, and the memory and threads of the last round} */
    private Cost cost(int rounds, Supplier<Population> populations) {
        var make = new ListStatistics();
        var close = new ListStatistics();
        var last = round(populations.get(), false);
        for (int i = 1; i <= rounds; i++) {
            last = round(populations.get(), i == rounds);
            make.addValue(last.makeNanos);
            close.addValue(last.closeNanos);
        }
        return new Cost(last.bytes, make.getPercentile(50), close.getPercentile(50), last.threads);
    }

    private Cost round(Population population, boolean weighed) {
        int size = names.length;
        kept = new Object[size];
        long before = weighed ? heap() : 0;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long start = System.nanoTime();
        for (int i = 0; i < size; i++) {
            kept[i] = population.make.apply(i);
        }
        double make = System.nanoTime() - start;
        threads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        double bytes = weighed ? heap() - before : 0;
        start = System.nanoTime();
        population.close.run();
        return new Cost(bytes / size, make / size, (double) (System.nanoTime() - start) / size, threads);
    }

    /** {@return the heap in use after a full garbage collection} */
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        long first = memory.getHeapMemoryUsage().getUsed();
        memory.gc();
        return Math.min(first, memory.getHeapMemoryUsage().getUsed());
    }

    /** {@return idle servers, {@code each} per tracker, with the references that a user and an engine keep} */
    private Population tracked(int each) {
        var trackers = new Tracker[(names.length + each - 1) / each];
        return new Population(
                i -> {
                    if (i % each == 0) {
                        trackers[i / each] = Tracker.lenient("benchmark");
                    }
                    return trackers[i / each].track(ServerId.of(names[i]));
                },
                () -> Stream.of(trackers).forEach(Tracker::close));
    }

    /** {@return pending expectations with a shared timer, one per tracker, because a tracker allows only one} */
    private Population expectations() {
        var thread = new ScheduledThreadPoolExecutor(1);
        var timer = timer(thread);
        var servers = Stream.of(names).map(ServerId::of).toArray(ServerId[]::new);
        var trackers = new Tracker[names.length];
        for (int i = 0; i < names.length; i++) {
            trackers[i] = Tracker.builder("benchmark").timer(timer).build();
            trackers[i].track(servers[i]);
        }
        return new Population(i -> trackers[i].expect(servers[i], PATIENCE), () -> {
            Stream.of(trackers).forEach(Tracker::close);
            int pending = thread.getQueue().size();
            Checks.that(pending == 0, "timer: has " + pending + " pending tasks, expected 0");
            thread.shutdownNow();
        });
    }

    /** {@return only the timer tasks, to separate their cost from that of pending expectations} */
    private static Population tasks() {
        var thread = new ScheduledThreadPoolExecutor(1);
        var timer = timer(thread);
        return new Population(
                i -> {
                    timer.schedule(PATIENCE, () -> {});
                    return timer;
                },
                thread::shutdownNow);
    }

    /** {@return server ids, {@code each} per map, to separate their cost from that of the tracker} */
    private Population ids(int each) {
        var maps = new ArrayList<Map<ServerId, Object>>((names.length + each - 1) / each);
        return new Population(
                i -> {
                    if (i % each == 0) {
                        maps.add(new LinkedHashMap<>());
                    }
                    maps.get(i / each).put(ServerId.of(names[i]), maps);
                    return maps;
                },
                () -> {});
    }

    /** {@return a timer with one thread for any number of trackers, as a user would write it} */
    private static UserTimer timer(ScheduledThreadPoolExecutor thread) {
        thread.setRemoveOnCancelPolicy(true);
        return new UserTimer((delay, task) -> {
            var scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        });
    }
}
