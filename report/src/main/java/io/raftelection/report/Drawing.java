package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.ServerId;
import io.raftelection.internal.TermClaim;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws a history: one lane per server, and one lane for the number of concurrent leaders. The lane of a server has a
 * thick bar for each leadership and a thin bar in the leader's colour while the server follows a leader.
 */
final class Drawing {
    private static final String ALT =
            "The times at which each server led, and which leader it followed. The list of events has the same information as text.";
    private static final String UNSURE = "unsure";
    private static final int NOWHERE = -1;

    static final double WIDTH = 1200;
    static final double LEFT = 150;
    static final double RIGHT = 20;
    static final double TOP = 36;
    static final double LANE = 34;
    static final double BAR = 22;
    static final double ODD = 5;
    private static final double THIN = 6;
    private static final double TICK = 5;

    /** The number of colours of servers in the style sheet. */
    private static final int COLOURS = 8;

    private static final double BASE = 15.5;

    /** The number of letters that fit into the name column, and the largest width of a letter. */
    private static final int NAME = 18;

    private static final double LETTER = 7.5;

    private static final double PADDING = 5;

    private final History history;
    private final IntPredicate listed;
    private final Scale scale;
    private final Tenures tenures;
    private final Following following;
    private final Set<Long> split;
    private final List<ServerId> servers;
    private final Optional<Members> members;

    /** Creates a drawing that links to the events that the same page lists. */
    Drawing(History history, IntPredicate listed) {
        this.history = history;
        this.listed = listed;
        this.scale = new Scale(LEFT, WIDTH - LEFT - RIGHT, history.until());
        this.tenures = new Tenures(history);
        this.following = new Following(history);
        this.split = splitTerms(history);
        this.servers = Stream.concat(
                        history.events().stream().map(LeadershipEvent::server),
                        following.all().stream().map(Following.Period::leader))
                .distinct()
                .sorted()
                .toList();
        this.members = history.events().stream()
                .filter(Members.class::isInstance)
                .map(Members.class::cast)
                .reduce((earlier, later) -> later);
    }

    void write(Markup page) throws IOException {
        double bottom = TOP + LANE * (servers.size() + 1);
        page.open("svg", "viewBox", "0 0 " + number(WIDTH) + " " + number(bottom), "role", "img", "aria-label", ALT);
        axis(page, scale, bottom);
        double y = TOP;
        for (var server : servers) {
            name(page, y, server.value());
            page.empty(
                    "rect",
                    "class",
                    "swatch " + colour(server),
                    "x",
                    number(LEFT - 8),
                    "y",
                    number(y),
                    "width",
                    "4",
                    "height",
                    number(BAR));
            role(page, y, server);
            marks(page, y + (BAR - THIN) / 2, THIN, followed(server));
            marks(page, y, BAR, bars(server));
            marks(page, y + BAR - TICK, TICK, events(server, Drawing::isReady, "ready"));
            marks(page, y + BAR, ODD, events(server, Members.class::isInstance, "members"));
            marks(page, y, BAR, events(server, LeadershipEvent::isObserved, UNSURE));
            marks(
                    page,
                    y - ODD,
                    BAR + 2 * ODD,
                    events(server, event -> !event.anomalies().isEmpty(), Mark.BAD));
            y += LANE;
        }
        name(page, y, "concurrent leaders");
        marks(page, y, BAR, spans(Tenures.Span::isUnknown, "none"));
        marks(page, y, BAR, spans(span -> span.leaders() > 1, "several"));
        page.close();
    }

    static void axis(Markup page, Scale scale, double bottom) throws IOException {
        for (var tick : scale.ticks()) {
            var x = number(scale.x(tick));
            page.empty("line", "x1", x, "x2", x, "y1", number(TOP - 8), "y2", number(bottom));
            page.text("text", spelled(tick), "class", "tick", "x", x, "y", number(TOP - 12));
        }
    }

    private static String spelled(Duration tick) {
        return BigDecimal.valueOf(tick.toNanos(), 9).stripTrailingZeros().toPlainString() + "s";
    }

    static void name(Markup page, double y, String name) throws IOException {
        var shown = name.codePointCount(0, name.length()) <= NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "\u2026";
        page.text("text", shown, "class", "name", "x", number(LEFT - 12), "y", number(y + BASE));
    }

    /** Names the role of a server in the latest configuration, unless it votes. */
    private void role(Markup page, double y, ServerId server) throws IOException {
        if (members.isPresent() && !members.get().voters().contains(server)) {
            page.text(
                    "text",
                    members.get().learners().contains(server) ? "learner" : "not a member",
                    "class",
                    "role",
                    "x",
                    number(LEFT - 12),
                    "y",
                    number(y + BASE + 11));
        }
    }

    private String colour(ServerId server) {
        return "c" + servers.indexOf(server) % COLOURS;
    }

    private static boolean isReady(LeadershipEvent event) {
        return event instanceof Ready && event.isChange();
    }

    private List<Mark> followed(ServerId server) {
        return following.all().stream()
                .filter(period -> period.view().server().equals(server))
                .map(period -> Mark.of(
                        scale.x(period.view().at()),
                        scale.x(period.end()),
                        period.view().toString(),
                        period.index(),
                        "",
                        isSplit(period.view().term()) ? Mark.BAD : "follows " + colour(period.leader())))
                .toList();
    }

    private List<Mark> bars(ServerId server) {
        return tenures.all().stream()
                .filter(tenure -> tenure.server().equals(server))
                .map(tenure -> Mark.of(
                        scale.x(tenure.acquired().at()),
                        scale.x(tenure.end()),
                        tenure.toString(),
                        tenure.index(),
                        label(tenure.acquired().term()),
                        isSplit(tenure.acquired().term()) ? Mark.BAD : "led " + colour(server)))
                .toList();
    }

    /** Finds all split terms; the Election Safety result lists only some. */
    private static Set<Long> splitTerms(History history) {
        var owners = new HashMap<Long, ServerId>();
        var split = new HashSet<Long>();
        for (var event : history.events()) {
            var claim = TermClaim.of(event);
            if (claim != null && event.term().isPresent()) {
                long term = event.term().getAsLong();
                var owner = owners.putIfAbsent(term, claim.leader());
                if (owner != null && !owner.equals(claim.leader())) {
                    split.add(term);
                }
            }
        }
        return split;
    }

    private static String label(OptionalLong term) {
        return term.isPresent() ? String.valueOf(term.getAsLong()) : "";
    }

    private boolean isSplit(OptionalLong term) {
        return term.isPresent() && split.contains(term.getAsLong());
    }

    /** Draws the events of a server at their times; an observed event spans its uncertainty. */
    private List<Mark> events(ServerId server, Predicate<LeadershipEvent> which, String kind) {
        return IntStream.range(0, history.events().size())
                .filter(index -> history.events().get(index).server().equals(server)
                        && which.test(history.events().get(index)))
                .mapToObj(index -> {
                    var event = history.events().get(index);
                    return Mark.of(scale.x(earliest(event)), scale.x(event.at()), event.toString(), index, "", kind);
                })
                .toList();
    }

    private static Duration earliest(LeadershipEvent event) {
        return event.already() || event.uncertainty().compareTo(event.at()) > 0
                ? Duration.ZERO
                : event.at().minus(event.uncertainty());
    }

    private List<Mark> spans(Predicate<Tenures.Span> which, String kind) {
        return tenures.spans().stream()
                .filter(which)
                .map(span -> Mark.of(scale.x(span.from()), scale.x(span.to()), span.toString(), NOWHERE, "", kind))
                .toList();
    }

    private void marks(Markup page, double y, double height, List<Mark> marks) throws IOException {
        for (var mark : Mark.merged(marks)) {
            boolean linked = listed.test(mark.index());
            page.open(linked ? "a" : "g", linked ? new Object[] {"href", "#" + Page.id(mark.index())} : new Object[0]);
            page.text("title", mark.title());
            page.empty(
                    "rect",
                    "class",
                    mark.kind(),
                    "x",
                    number(mark.from()),
                    "y",
                    number(y),
                    "width",
                    number(mark.width()),
                    "height",
                    number(height));
            label(page, y, mark);
            page.close();
        }
    }

    /** Writes "term 7" on a bar, or "7" if the bar is too narrow, or nothing. */
    private static void label(Markup page, double y, Mark mark) throws IOException {
        for (var text : List.of("term " + mark.label(), mark.label())) {
            if (!mark.label().isEmpty() && text.length() * LETTER + 2 * PADDING < mark.width()) {
                page.text("text", text, "class", "label", "x", number(mark.from() + PADDING), "y", number(y + BASE));
                return;
            }
        }
    }

    static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
