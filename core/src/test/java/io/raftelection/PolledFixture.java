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
 * A tracker that looks at s1 and s2 every second, in manual time, and what they answer. Nobody claims to lead at first.
 */
final class PolledFixture implements AutoCloseable {
    static final Duration SECOND = Duration.ofSeconds(1);

    final ManualTime time = new ManualTime();
    final Log log = new Log();
    final Tracker tracker;
    private final Map<ServerId, LeadershipProbe> answers = new ConcurrentHashMap<>();
    private final Map<ServerId, AtomicInteger> looks = new ConcurrentHashMap<>();

    PolledFixture(Executor executor) {
        tracker = Tracker.builder("polled")
                .timer(time)
                .clock(time)
                .logger(log)
                .executor(executor)
                .build();
    }

    /** Whose looks run on the thread that turns the time. */
    PolledFixture() {
        this(Runnable::run);
    }

    /** Looks at s1 and s2 without jitter; taken up to one second by an answer, and up to five by a pause. */
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
        looks.computeIfAbsent(server, s -> new AtomicInteger()).incrementAndGet();
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

    /** How often a server was asked. */
    int looks(ServerId server) {
        return looks.getOrDefault(server, new AtomicInteger()).get();
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
