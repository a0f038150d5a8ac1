package io.raftelection.watch.logs;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time in a line of a log.
 *
 * @param instant the time
 * @param zoned whether the line states its zone; if not, the declared one was used
 */
record LogTime(Instant instant, boolean zoned) {
    private static final String TIME =
            "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?"
                    + "(?: ?(?<zone>Z|UTC|[+-]\\d\\d:?\\d\\d))?";
    private static final Pattern ISO =
            Pattern.compile("(?<year>\\d{4})[-/](?<month>\\d\\d)[-/](?<day>\\d\\d)[T ]" + TIME);
    private static final Pattern NAMED_MONTH =
            Pattern.compile("(?<day>\\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) " + TIME);
    private static final Pattern EPOCH = Pattern.compile("\\d{9,11}(\\.\\d{1,9})?");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** Times before and after are none: a wrong digit must not stretch a history over centuries. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /**
     * {@return the first time in a text; null if there is none}
     *
     * @param text the text
     * @param zone the zone of times that state none
     */
    static @Nullable LogTime in(CharSequence text, ZoneId zone) {
        var matcher = ISO.matcher(text);
        if (matcher.find()) {
            return of(matcher, matcher.group("month"), zone);
        }
        matcher = NAMED_MONTH.matcher(text);
        if (matcher.find()) {
            int month = MONTHS.indexOf(matcher.group("month")) + 1;
            return month == 0 ? null : of(matcher, String.valueOf(month), zone);
        }
        return null;
    }

    /** {@return the time that a text is; null if it is none} It may also be a number of seconds since 1970. */
    static @Nullable LogTime of(CharSequence text, ZoneId zone) {
        if (EPOCH.matcher(text).matches()) {
            var seconds = new BigDecimal(text.toString());
            var nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
            return plausible(Instant.ofEpochSecond(seconds.longValue(), nanos), true);
        }
        return in(text, zone);
    }

    private static @Nullable LogTime of(Matcher matcher, String month, ZoneId zone) {
        try {
            var local = LocalDateTime.of(
                    number(matcher.group("year")),
                    number(month),
                    number(matcher.group("day")),
                    number(matcher.group("hour")),
                    number(matcher.group("minute")),
                    number(matcher.group("second")),
                    nanos(matcher.group("fraction")));
            var stated = matcher.group("zone");
            return plausible(local.atZone(stated == null ? zone : zone(stated)).toInstant(), stated != null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LogTime plausible(Instant instant, boolean zoned) {
        return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : new LogTime(instant, zoned);
    }

    private static ZoneId zone(String text) {
        return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : number((fraction + "00000000").substring(0, 9));
    }
}
