package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipClaim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A watchdog of s1, which asks each second of manual time, and an engine that answers as a test wants. */
final class WatchdogFixture implements AutoCloseable {
    static final Duration SECOND = Duration.ofSeconds(1);

    final TrackerFixture raft = TrackerFixture.lenient();
    final Watchdog watchdog = Watchdog.of(raft.tracker);

    /** What the engine does when it is asked, before it answers. */
    volatile Runnable during = () -> {};

    /** The time until the next question: it begins when manual time stands still, so its time is exact. */
    private Duration left = SECOND;

    private volatile Optional<LeadershipClaim> answer = Optional.empty();
    private volatile boolean fails;

    WatchdogFixture() {
        watchdog.watch(S1, this::answer);
    }

    private Optional<LeadershipClaim> answer() throws Exception {
        during.run();
        if (fails) {
            throw new IOException("closed");
        }
        return answer;
    }

    void engineLeads(long term) {
        answer = Optional.of(LeadershipClaim.self(S1, term));
    }

    void engineLeadsWithoutTerm() {
        answer = Optional.of(LeadershipClaim.self(S1));
    }

    void engineFollows() {
        answer = Optional.of(LeadershipClaim.hearsay(TrackerFixture.S2, 1));
    }

    void engineFails(boolean does) {
        fails = does;
    }

    /** Lets half of the time until the next question pass. */
    void half() {
        left = SECOND.dividedBy(2);
        raft.pass(left);
    }

    /** Lets time pass until the next question, and waits for its end. */
    void ask() throws InterruptedException {
        long before = watchdog.questions();
        raft.pass(left);
        left = SECOND;
        awaitQuestions(before + 1);
    }

    void ask(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            ask();
        }
    }

    void awaitQuestions(long count) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (watchdog.questions() < count) {
            assertThat(System.nanoTime()).as(watchdog.toString()).isLessThan(until);
            Thread.onSpinWait();
        }
        assertThat(watchdog.questions()).isEqualTo(count);
    }

    List<String> findings() {
        return watchdog.findings().stream().map(Finding::toString).toList();
    }

    @Override
    public void close() {
        watchdog.close();
        raft.close();
    }
}
