package io.raftelection.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a duration such as 30s, 2m, 500ms or 1h. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,8})(ms|s|m|h)");
    private static final Duration MAX = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        var parts = TIME.matcher(text);
        if (parts.matches()) {
            var time = of(Long.parseLong(parts.group(1)), parts.group(2));
            if (!time.isZero() && time.compareTo(MAX) <= 0) {
                return time;
            }
        }
        throw new TypeConversionException("\"" + text + "\", expected 1ms to 24h, for example 30s or 2m");
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
