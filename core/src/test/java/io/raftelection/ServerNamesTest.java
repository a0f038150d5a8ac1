package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.ServerNames;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The names that an adapter gives to the servers of its engine. */
@NullUnmarked
final class ServerNamesTest {
    private static String name(Function<Integer, ServerId> users, String own) {
        return ServerNames.of(7, users, own).value();
    }

    @Test
    void usersFunctionNamesTheServer() {
        assertThat(name(number -> ServerId.of("s" + number), "10.0.0.7:80")).isEqualTo("s7");
    }

    @Test
    void enginesNameIsUsedIfTheFunctionFails() {
        assertThat(name(number -> null, "10.0.0.7:80")).isEqualTo("10.0.0.7:80");
        assertThat(name(
                        number -> {
                            throw new StackOverflowError();
                        },
                        "10.0.0.7:80"))
                .isEqualTo("10.0.0.7:80");
    }

    @Test
    void whatAnIdMayNotContainIsAQuestionMark() {
        assertThat(ServerNames.visible("a\nb\u202ec").value()).isEqualTo("a?b?c");
        assertThat(ServerNames.visible("").value()).isEqualTo("?");
        assertThat(ServerNames.visible("x\u0000".repeat(ServerId.MAX_LENGTH)).value())
                .hasSize(ServerId.MAX_LENGTH);
    }
}
