package io.raftelection.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Maps the axis of the timeline to wall-clock time. It is made of pieces, because runs have pauses between them and
 * clocks are set.
 */
final class WallAxis {
    /** The largest number of pieces. */
    private static final int MAX_PIECES = 4_096;

    /** The largest difference from the time that follows from the piece before, which is not worth another piece. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * A piece, which lasts until the next one.
     *
     * @param at its start on the axis in nanoseconds
     * @param instant its wall-clock time; {@link Instant#EPOCH} if it is unknown
     */
    record Piece(long at, Instant instant) {
        boolean isKnown() {
            return !instant.equals(Instant.EPOCH);
        }

        Instant instant(long moment) {
            return instant.plusNanos(moment - at);
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private long omitted;

    /** Starts a run. */
    void start(Duration at, Instant instant) {
        boolean known = !instant.isBefore(FIRST) && !instant.isAfter(LAST);
        append(new Piece(Durations.nanos(at), known ? instant : Instant.EPOCH));
    }

    /** Adds a wall-clock time of the current run, unless it follows from the piece before. */
    void add(Duration at, Instant instant) {
        long nanos = Durations.nanos(at);
        boolean isKnown = instant(nanos).filter(known -> isNear(known, instant)).isPresent();
        if (!isKnown && !instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
            append(new Piece(nanos, instant));
        }
    }

    private void append(Piece piece) {
        if (!pieces.isEmpty() && pieces.get(pieces.size() - 1).at() == piece.at()) {
            pieces.remove(pieces.size() - 1);
        }
        if (pieces.size() < MAX_PIECES) {
            pieces.add(piece);
        } else {
            omitted++;
        }
    }

    private static boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** {@return the number of pieces above the limit} */
    long omitted() {
        return omitted;
    }

    /** Writes the pieces as the array {@code clock}: for each its begin, and its wall-clock time if that is known. */
    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("clock");
        for (var piece : pieces()) {
            json.writeStartArray();
            json.writeNumber(piece.at());
            if (piece.isKnown()) {
                json.writeNumber(piece.instant().toEpochMilli());
            } else {
                json.writeNull();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** {@return the wall-clock time of a moment; empty if it is unknown} */
    Optional<Instant> instant(long at) {
        Piece found = null;
        for (var piece : pieces) {
            if (piece.at() > at) {
                break;
            }
            found = piece;
        }
        return Optional.ofNullable(found).filter(Piece::isKnown).map(piece -> piece.instant(at));
    }

    /** {@return the wall-clock time of a moment as text; empty if it is unknown} */
    String shown(long at) {
        return instant(at).map(WallAxis::shown).orElse("");
    }

    /** {@return a wall-clock time as text, rounded down to milliseconds as all times of events are} */
    static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
