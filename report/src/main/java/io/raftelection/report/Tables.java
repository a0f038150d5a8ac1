package io.raftelection.report;

import io.raftelection.report.Densities.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes what the picture shows as a table: each leadership if there are few, else the share of each server in some
 * intervals.
 */
final class Tables {
    /** The largest number of leaderships of which each has a row. */
    private static final int MOST = 200;

    private static final int INTERVALS = 12;

    private final TimelineData data;
    private final Markup page;

    Tables(TimelineData data, Markup page) {
        this.data = data;
        this.page = page;
    }

    void write() throws IOException {
        var led = data.detail().map(Detail::led).orElse(List.of());
        if (led.size() <= MOST && data.detail().isPresent()) {
            leaderships(led);
        } else {
            shares();
        }
    }

    private void leaderships(List<Period.Led> led) throws IOException {
        page.text("h2", Figures.counted(led.size(), "leadership"));
        page.open("div", "class", "wide").open("table");
        row("th", List.of("server", "term", "from", "UTC", "cause", "led for", "end"));
        for (var period :
                led.stream().sorted(Comparator.comparing(Period.Led::from)).toList()) {
            var term = period.acquired().term();
            row(
                    "td",
                    List.of(
                            period.server().value(),
                            term.isPresent() ? String.valueOf(term.getAsLong()) : "",
                            exact(period.from()),
                            data.wall().shown(period.from()),
                            Fields.printable(data.causes().of(period.index())),
                            Durations.rounded(Duration.ofNanos(period.length())),
                            period.lost()
                                    .map(lost -> Fields.printable(words(lost)))
                                    .orElse("not lost")));
        }
        page.close().close();
    }

    private static String words(io.raftelection.LeadershipEvent.Lost lost) {
        return lost.reason().isEmpty() ? lost.cause().words() : lost.reason();
    }

    private void shares() throws IOException {
        var densities = data.densities();
        int used = densities.used(data.until());
        int step = Math.max(1, (used + INTERVALS - 1) / INTERVALS);
        page.text("h2", "Share of the time");
        page.open("div", "class", "wide").open("table");
        var head = new ArrayList<>(List.of("from", "UTC", "length", "events", "leaderships"));
        data.servers().forEach(server -> head.add(server + " led"));
        head.addAll(List.of("no known leader", "several leaders", "anomalies"));
        row("th", head);
        for (int from = 0; from < used; from += step) {
            int to = Math.min(used, from + step);
            long start = from * densities.length();
            long length = Math.min(data.until(), to * densities.length()) - start;
            if (length > 0) {
                shares(from, to, start, length);
            }
        }
        page.close().close();
    }

    private void shares(int from, int to, long start, long length) throws IOException {
        var densities = data.densities();
        var lanes = densities.lanes().values();
        var cells = new ArrayList<>(List.of(
                exact(start),
                data.wall().shown(start),
                Durations.rounded(Duration.ofNanos(length)),
                String.valueOf(sum(densities.events(), from, to)),
                String.valueOf(lanes.stream()
                        .mapToLong(lane -> sum(lane.acquired, from, to))
                        .sum())));
        for (var lane : lanes) {
            cells.add(share(lane, from, to, length));
        }
        cells.add(share(densities.unknown(), from, to, length));
        cells.add(share(densities.several(), from, to, length));
        cells.add(String.valueOf(
                lanes.stream().mapToLong(lane -> sum(lane.anomalies, from, to)).sum()));
        row("td", cells);
    }

    private static String share(Lane lane, int from, int to, long length) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += lane.led[i];
        }
        long tenths = Math.round(1_000.0 * sum / length);
        if (sum == 0) {
            return "0 %";
        }
        return tenths == 0 ? "< 0.1 %" : tenths == 1_000 && sum < length ? "> 99.9 %" : tenths / 10.0 + " %";
    }

    private static long sum(int[] numbers, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    private static String exact(long nanos) {
        return Durations.exact(Duration.ofNanos(nanos));
    }

    private void row(String element, List<String> cells) throws IOException {
        page.open("tr");
        for (var cell : cells) {
            page.isolated(element, cell);
        }
        page.close();
    }
}
