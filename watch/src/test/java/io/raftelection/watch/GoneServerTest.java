package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.faults.FoundGroups;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is renamed while it is asked. */
@Timeout(60)
final class GoneServerTest {
    private static final Member BEFORE = new Member(ServerId.of("s1.example:1"), "s1.example:1");
    private static final Member AFTER = new Member(ServerId.of("s1"), "s1.example:1");

    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final CountDownLatch isRenamed = new CountDownLatch(1);

    /** The thread that asks under the earlier name. */
    private final CompletableFuture<Thread> asking = new CompletableFuture<>();

    /** The poll of the earlier name fails after the search that has found the new one. */
    private final PolledSystem system = new PolledSystem() {
        @Override
        public Set<Member> members(Set<Member> known) {
            if (isAsked.getCount() > 0) {
                return Set.of(BEFORE);
            }
            return Set.of(AFTER);
        }

        @Override
        public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException {
            if (member.equals(AFTER)) {
                isRenamed.countDown();
                return Map.of("", Optional.of(LeadershipClaim.self(AFTER.id(), 1)));
            }
            asking.complete(Thread.currentThread());
            isAsked.countDown();
            awaitUninterruptibly(isRenamed);
            throw new IOException("is another server");
        }
    };

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void lateFailureUnderTheEarlierNameIsNoProblem() throws Exception {
        var settings =
                WatchSettings.of("toy").withInterval(Duration.ofMillis(5)).withRediscovery(Duration.ofMillis(20));
        var found = new FoundGroups();
        try (var watch = Watch.start(PolledSource.of(unused -> system, Set.of(BEFORE)), settings, found)) {
            watch.tracker().awaitLeader(Duration.ofSeconds(30));

            awaitReturn(asking.get(10, TimeUnit.SECONDS));

            assertThat(found.lines()).isEmpty();
        }
    }

    @Test
    void serverThatSaysItsNameIsNoProblemAndIsSearchedForSoon() throws Exception {
        var isNamed = new AtomicBoolean();
        var starting = new PolledSystem() {
            @Override
            public Set<Member> members(Set<Member> known) {
                return Set.of(isNamed.get() ? AFTER : BEFORE);
            }

            @Override
            public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException {
                if (member.equals(AFTER)) {
                    return Map.of("", Optional.of(LeadershipClaim.self(AFTER.id(), 1)));
                }
                isNamed.set(true);
                throw new RenamedException("s1");
            }
        };
        var settings =
                WatchSettings.of("toy").withInterval(Duration.ofMillis(5)).withRediscovery(Duration.ofHours(1));
        var found = new FoundGroups();
        try (var watch = Watch.start(PolledSource.of(unused -> starting, Set.of(BEFORE)), settings, found)) {
            assertThat(watch.tracker().awaitLeader(Duration.ofSeconds(30)).server())
                    .isEqualTo(AFTER.id());

            assertThat(found.lines()).isEmpty();
        }
    }

    /** Waits until a thread has handled the answer to its request. */
    private static void awaitReturn(Thread thread) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(PolledMember.class.getName()))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
