package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The words for failures. */
final class FailureReasonTest {

    private static <T extends Throwable> T causedBy(T failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    static Stream<Arguments> failures() {
        var refused = causedBy(new ConnectException(), causedBy(new ConnectException(), new ClosedChannelException()));
        return Stream.of(
                Arguments.of(new IOException("gone"), "gone"),
                Arguments.of(new ConnectException(), "connection refused"),
                Arguments.of(new ConnectException("Connection refused"), "connection refused"),
                Arguments.of(refused, "connection refused"),
                Arguments.of(new ExecutionException(refused), "connection refused"),
                Arguments.of(causedBy(new ConnectException(), new UnresolvedAddressException()), "unknown host"),
                Arguments.of(new UnknownHostException("e1.example"), "unknown host: e1.example"),
                Arguments.of(new ClosedChannelException(), "connection closed"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "read timed out"),
                Arguments.of(new TimeoutException(), "timed out"),
                Arguments.of(new CompletionException(new IOException("gone")), "gone"),
                Arguments.of(
                        new IOException("cannot read the status", refused),
                        "cannot read the status: connection refused"),
                Arguments.of(
                        new IOException("cannot read the status", new IOException("io", new IOException("gone"))),
                        "cannot read the status: gone"),
                Arguments.of(
                        new IOException(
                                "connection refused: 10.0.0.1:2379", new ConnectException("Connection refused")),
                        "connection refused: 10.0.0.1:2379"),
                Arguments.of(new NoClassDefFoundError("io/etcd/Client"), "class not found: io/etcd/Client"),
                Arguments.of(new IllegalStateException(), "failed without a message (IllegalStateException)"),
                Arguments.of(new IllegalStateException(" "), "failed without a message (IllegalStateException)"),
                Arguments.of(null, "failed without a message"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void reasonIsTheFailuresWordsAndItsRootCause(@Nullable Throwable failure, String words) {
        assertThat(FailureReason.of(failure)).isEqualTo(words);
    }

    @Test
    void causesInACircleAreSaidOnce() {
        var one = new IOException("one");
        var two = new IOException("two", one);
        one.initCause(two);

        assertThat(FailureReason.of(one)).isEqualTo("one: two");
    }
}
