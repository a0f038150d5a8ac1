package io.raftelection.testing.scenario;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/** Parts of the notation. The parser and the printer of the core module read and print them. */
final class NotationParts {
    private static final ServerId ANYONE = ServerId.of("s");

    private NotationParts() {}

    /** Reads a server as an event has it; throws IllegalArgumentException. */
    static ServerId server(String word) {
        return LeadershipEvent.parse("0s " + word + " acquired").server();
    }

    /** Reads a time as an event has it; throws IllegalArgumentException. */
    static Duration time(String word) {
        return LeadershipEvent.parse(word + " s acquired").at();
    }

    /** Spells a server, for example {@code s1} or {@code "name with spaces"}. */
    static String server(ServerId server) {
        var event = acquired(Duration.ZERO, server);
        return event.substring(event.indexOf(' ') + 1, event.lastIndexOf(' '));
    }

    /** Spells a time, for example {@code 12.304s}. */
    static String time(Duration time) {
        var event = acquired(time, ANYONE);
        return event.substring(0, event.indexOf(' '));
    }

    /** Spells the cause of a loss, for example {@code stepped down} or the engine's words in quotes. */
    static String cause(Loss loss) {
        var none = OptionalLong.empty();
        var event = new Lost(Duration.ZERO, ANYONE, none, none, loss.cause(), loss.reason(), Set.of()).toString();
        return event.substring(event.indexOf('(') + 1, event.lastIndexOf(')'));
    }

    private static String acquired(Duration at, ServerId server) {
        return new Acquired(at, server, OptionalLong.empty(), OptionalLong.empty(), Set.of()).toString();
    }
}
