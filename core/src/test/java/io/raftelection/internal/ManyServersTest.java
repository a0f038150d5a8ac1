package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.TrackerClosedException;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cost of a failed expectation grows with the number of its servers, not with its square. */
final class ManyServersTest {
    private static final Duration TIMEOUT = Duration.ofMillis(1);
    private static final List<ServerId> SERVERS =
            IntStream.range(0, 10_000).mapToObj(i -> ServerId.of("n" + i)).toList();

    /** Counts how many servers were visited. */
    private static final class Visited extends AbstractSet<ServerId> {
        long count;

        @Override
        public Iterator<ServerId> iterator() {
            var servers = SERVERS.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return servers.hasNext();
                }

                @Override
                public ServerId next() {
                    count++;
                    return servers.next();
                }
            };
        }

        @Override
        public int size() {
            return SERVERS.size();
        }

        @Override
        public boolean contains(Object server) {
            return true; // of those in this test
        }
    }

    /** A way in which an expectation fails. */
    private interface End {
        void of(TrackedCluster cluster, ManualTime time);
    }

    private static Arguments end(String name, Class<?> failure, End end) {
        return arguments(name, failure, end);
    }

    static Stream<Arguments> expectationVisitsEachServerAFewTimes() {
        return Stream.of(
                end("time-out", LeadershipTimeoutException.class, (cluster, time) -> time.advance(TIMEOUT)),
                end("close", TrackerClosedException.class, (cluster, time) -> cluster.stop(Cause.CLOSED)),
                end("untrack", TrackerClosedException.class, (cluster, time) -> SERVERS.forEach(cluster::untrack)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void expectationVisitsEachServerAFewTimes(String name, Class<?> failure, End end) {
        var time = new ManualTime();
        var cluster = new TrackedCluster(new Settings(
                "crowd",
                false,
                Optional.of(Runnable::run),
                Optional.of(time),
                time,
                System.getLogger("crowd"),
                1,
                1,
                Optional.empty()));
        SERVERS.forEach(cluster::track);
        var servers = new Visited();
        var expectation = cluster.expect(servers, TIMEOUT);

        end.of(cluster, time);

        assertThat(expectation.isDone()).isTrue();
        assertThat(servers.count).isLessThan(10L * SERVERS.size());
        assertThatThrownBy(expectation::done).isInstanceOf(failure);
    }
}
