package io.raftelection.cli;

import io.raftelection.fuzzing.Property;
import io.raftelection.fuzzing.Subject;
import java.time.Duration;
import java.util.OptionalInt;
import picocli.CommandLine.TypeConversionException;

/** Durations in options. They are short, so a rejection quotes the whole text. */
final class DurationSubject implements Subject<Duration> {

    @Override
    public Duration read(String text) {
        return new DurationConverter().convert(text);
    }

    @Override
    public String print(Duration time) {
        return time.toMillis() + "ms";
    }

    @Override
    public OptionalInt place(String text, Exception refusal) {
        return refusal instanceof TypeConversionException ? OptionalInt.of(1) : OptionalInt.empty();
    }

    @Override
    public void checkPlace(String text, int place) {
        try {
            read(text);
        } catch (TypeConversionException e) {
            Property.check(String.valueOf(e.getMessage()).startsWith("\"" + text + "\""), "does not quote " + text);
        }
    }
}
