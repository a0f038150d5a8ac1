package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.raftelection.ServerId;
import io.raftelection.testing.scenario.Scenario;
import io.raftelection.testing.scenario.ScenarioException;
import io.raftelection.testing.scenario.ScenarioFile;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.StableTerm;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that an error about bad input names the argument, shows the value, and stays short. */
@SuppressWarnings("NullAway") // some tests pass null
final class TestingMisuseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Arguments call(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    static Stream<Arguments> nulls() {
        var client = new Client(null, () -> fail("the leader is asked for"), null, null, null);
        return Stream.of(
                call("command", () -> client.submit(null)),
                call("command", () -> client.apply(null)),
                call("text", () -> Scenario.play(null)),
                call("file", () -> ScenarioFile.check(null)),
                call("timeout", () -> TimeScale.of(null)),
                call("leader", () -> new ServerStatus(null, OptionalLong.empty(), true, 0, 0, 0)),
                call("term", () -> new ServerStatus(Optional.empty(), null, true, 0, 0, 0)),
                call("limit", () -> new Patience(null, SECOND)),
                call("lookAgain", () -> new Patience(SECOND, null)),
                call("condition", () -> new Patience(SECOND, SECOND).until(null)),
                call("term", () -> StableTerm.read(null, term -> term)),
                call("values", () -> StableTerm.read(() -> 4, null)));
    }

    @ParameterizedTest
    @MethodSource
    void nulls(String name, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name + ": is null");
    }

    @Test
    void negativePatienceIsRefused() {
        assertThatThrownBy(() -> new Patience(SECOND.negated(), SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit: PT-1S, expected zero or more");
    }

    @Test
    void tooManyServersAreNotAllNamed() {
        var many =
                IntStream.range(0, 10_000).mapToObj(i -> ServerId.of("n" + i)).toList();

        assertThatThrownBy(() -> ServerRegistry.of(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("servers: [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9] and 9990 more, expected 1 to 9 different"
                        + " ones");
    }

    @Test
    void lineOfAScenarioIsNotCutInsideASurrogatePair() {
        assertThatThrownBy(() -> Scenario.play("x".repeat(199) + "🦊"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("line 1: \"" + "x".repeat(199) + "…\": expected strict or lenient first");
    }
}
