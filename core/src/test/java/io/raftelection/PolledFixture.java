package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tracker that polls s1 and s2 every second, in manual time, and their answers. Initially no server claims to lead.
 */
final class PolledFixture implements AutoCloseable {
    static final Duration SECOND = Duration.ofSeconds(1);

    final ManualTime time = new ManualTime();
    final Log log = new Log();
    final Tracker tracker;
    private final Map<ServerId, LeadershipProbe> answers = new ConcurrentHashMap<>();
    private final Map<ServerId, AtomicInteger> polls = new ConcurrentHashMap<>();

    PolledFixture(Executor executor) {
        tracker = Tracker.builder("polled")
                .timer(time)
                .clock(time)
                .logger(log)
                .executor(executor)
                .build();
    }

    /** Creates a fixture whose polls run on the thread that advances the time. */
    PolledFixture() {
        this(Runnable::run);
    }

    /** Polls s1 and s2 without jitter, with a timeout of one second and a back-off of at most five seconds. */
    PolledLeadership everySecond() {
        var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
        probes.put(S1, () -> answer(S1));
        probes.put(S2, () -> answer(S2));
        return PolledLeadership.of(probes)
                .withInterval(SECOND)
                .withJitter(Duration.ZERO)
                .withTimeout(SECOND)
                .withBackOff(Duration.ofSeconds(5));
    }

    private Optional<LeadershipClaim> answer(ServerId server) throws Exception {
        polls.computeIfAbsent(server, s -> new AtomicInteger()).incrementAndGet();
        return answers.getOrDefault(server, Optional::empty).poll();
    }

    void answers(ServerId server, LeadershipProbe answer) {
        answers.put(server, answer);
    }

    void claims(ServerId server, long term) {
        answers(server, () -> Optional.of(LeadershipClaim.self(server, term)));
    }

    void claimsNothing(ServerId server) {
        answers.remove(server);
    }

    /** Returns how often a server was polled. */
    int polls(ServerId server) {
        return polls.getOrDefault(server, new AtomicInteger()).get();
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    String history() {
        return tracker.history().toString();
    }

    @Override
    public void close() {
        tracker.close();
    }
}
