package io.raftelection.report;

import io.raftelection.ServerId;
import io.raftelection.report.Densities.Lane;
import io.raftelection.report.Period.Unusual;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Computes the strips of the first view: from the periods if all are kept, else from the densities. Colours are numbers
 * of servers.
 */
final class Strips {
    /** The number of colours of servers in the style sheet. */
    static final int COLOURS = 7;

    /** The CSS class of what Raft does not allow. */
    static final String BAD = "bad";

    private final TimelineData data;
    private final long until;
    private final int width;
    private final Map<ServerId, Strip> led = new HashMap<>();
    private final Map<ServerId, Strip> followed = new HashMap<>();
    private final Map<ServerId, String> colours = new HashMap<>();
    private final Strip unknown;
    private final Strip several;

    /** Computes the strips, which have a width in columns. */
    Strips(TimelineData data, int width) {
        this.data = data;
        this.until = data.until();
        this.width = width;
        this.unknown = new Strip(until, width);
        this.several = new Strip(until, width);
        data.servers().forEach(server -> colours.put(server, "c" + colours.size() % COLOURS));
        data.detail().ifPresentOrElse(this::draw, this::drawDensities);
    }

    /** {@return the CSS class of the colour of a server} */
    String colour(ServerId server) {
        return colours.getOrDefault(server, "any");
    }

    private Strip of(Map<ServerId, Strip> strips, ServerId server) {
        return strips.computeIfAbsent(server, id -> new Strip(until, width));
    }

    private void draw(Detail detail) {
        for (var period : detail.led()) {
            var kind = detail.isSplit(period.acquired().term()) ? BAD : colour(period.server());
            var label = label(period.acquired().term());
            draw(of(led, period.server()), period, label, () -> words(period), kind);
        }
        for (var period : detail.followed()) {
            var kind = detail.isSplit(period.view().term()) ? BAD : colour(period.leader());
            var label = List.of("follows " + Picture.shortened(period.leader().value()));
            draw(of(followed, period.server()), period, label, () -> words(period), kind);
        }
        for (var period : detail.unusual()) {
            var strip = period.isUnknown() ? unknown : several;
            var kind = period.isUnknown() ? "none" : "several";
            draw(strip, period, List.of(spelled(period.length())), () -> words(period), kind);
        }
    }

    /** Draws a period; its words are made only for a bar, because there may be many periods. */
    private static void draw(Strip strip, Period period, List<String> label, Supplier<String> words, String kind) {
        if (strip.isWide(period.from(), period.to())) {
            strip.bar(period.from(), period.to(), label, words.get(), kind);
        } else {
            strip.touch(period.from());
            strip.density(period.from(), period.to(), 1);
        }
    }

    private static List<String> label(OptionalLong term) {
        return term.isPresent() ? List.of("term " + term.getAsLong(), String.valueOf(term.getAsLong())) : List.of();
    }

    private static String words(Period.Led period) {
        return period.acquired()
                + period.lost().map(lost -> "\n" + lost).orElse("")
                + "\nled for " + spelled(period.length());
    }

    private static String words(Period.Followed period) {
        return period.view() + "\nfollowed for " + spelled(period.length());
    }

    private static String words(Unusual period) {
        return (period.isUnknown() ? "no known leader" : Figures.counted(period.leaders(), "leader"))
                + " for " + spelled(period.length())
                + ", from " + Durations.exact(Duration.ofNanos(period.from()))
                + " to " + Durations.exact(Duration.ofNanos(period.to()));
    }

    private static String spelled(long nanos) {
        return Durations.rounded(Duration.ofNanos(nanos));
    }

    private void drawDensities() {
        data.densities().lanes().forEach((server, lane) -> {
            draw(of(led, server), lane.led, lane.acquired, "led", colour(server));
            draw(of(followed, server), lane.followed, new int[Densities.BUCKETS], "followed", "any");
        });
        draw(unknown, data.densities().unknown(), "no known leader", "none");
        draw(several, data.densities().several(), "several leaders", "several");
    }

    private void draw(Strip strip, Lane lane, String words, String kind) {
        draw(strip, lane.led, lane.acquired, words, kind);
    }

    /** Draws buckets; a run of full ones in which nothing began is a bar. */
    private void draw(Strip strip, long[] sums, int[] begun, String words, String kind) {
        int used = data.densities().used(until);
        for (int from = 0; from < used; ) {
            int to = from + 1;
            while (to < used && isFull(sums, from) && isFull(sums, to) && begun[to] == 0) {
                to++;
            }
            if (isFull(sums, from) && strip.isWide(start(from), start(to))) {
                long length = start(to) - start(from);
                strip.bar(start(from), start(to), List.of(), words + " for " + spelled(length), kind);
            } else {
                if (begun[from] > 0) {
                    strip.touch(start(from));
                }
                for (int i = from; i < to; i++) {
                    strip.density(start(i), start(i + 1), (double) sums[i] / Math.max(1, start(i + 1) - start(i)));
                }
            }
            from = to;
        }
    }

    private boolean isFull(long[] sums, int bucket) {
        return sums[bucket] > 0 && sums[bucket] == start(bucket + 1) - start(bucket);
    }

    private long start(int bucket) {
        return Math.min(until, bucket * data.densities().length());
    }

    Strip led(ServerId server) {
        return of(led, server);
    }

    Strip followed(ServerId server) {
        return of(followed, server);
    }

    Strip unknown() {
        return unknown;
    }

    Strip several() {
        return several;
    }
}
