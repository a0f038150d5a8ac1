package io.raftelection.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses event lines whose members are in the recorder's order and have no escapes, which are nearly all lines of a
 * recording. It creates no strings and no map of members, so it is many times faster than {@link Fields}. If a line has
 * any other form, it returns nothing, and {@link Fields} parses the line. Both return the same event for a plain line.
 */
final class PlainLine {
    private static final byte[] AT = bytes("{\"at\":");
    private static final byte[] EVENT = bytes(",\"event\":\"");
    private static final byte[] SERVER = bytes("\",\"server\":\"");
    private static final byte[] LEADER = bytes(",\"leader\":\"");
    private static final byte[] TERM = bytes(",\"term\":");
    private static final byte[] TENURE = bytes(",\"tenure\":");
    private static final byte[] CAUSE = bytes(",\"cause\":\"");
    private static final byte[] END = bytes("}");
    private static final int SECONDS_DIGITS = 9;
    private static final int NANOS_DIGITS = 9;
    private static final int LONG_DIGITS = 18;
    private static final long NONE = -1;

    /** The kinds of events that have a plain form. The configuration of a cluster changes rarely. */
    private static final String[] KINDS = {Schema.ACQUIRED, Schema.FOLLOWS, Schema.LOST, Schema.READY};

    private static final byte[][] KIND_WORDS =
            Stream.of(KINDS).map(PlainLine::bytes).toArray(byte[][]::new);

    /** The causes that have no reason member. */
    private static final Cause[] CAUSES = Stream.of(Cause.values())
            .filter(cause -> cause != Cause.ENGINE_REASON)
            .toArray(Cause[]::new);

    /** The JSON text of these causes, with the closing quote. */
    private static final byte[][] WORDS =
            Stream.of(CAUSES).map(cause -> bytes(cause.words() + "\"")).toArray(byte[][]::new);

    /** A cache of server ids, indexed by the hash of the name. */
    private final @Nullable ServerId[] servers = new @Nullable ServerId[256];

    private final byte[][] names = new byte[256][];

    private byte[] line = {};
    private int position;
    private int end;

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** {@return the event of a line; empty if the line is not plain, whether it is valid or not} */
    Optional<LeadershipEvent> read(byte[] buffer, int from, int to) {
        line = buffer;
        position = from;
        end = to;
        if (!skip(AT)) {
            return Optional.empty();
        }
        long at = seconds();
        if (at == NONE) {
            return Optional.empty();
        }
        var kind = kind();
        var server = kind == null ? null : server();
        if (kind == null || server == null) {
            return Optional.empty();
        }
        var event = kind.equals(Schema.FOLLOWS)
                ? follows(Duration.ofNanos(at), server)
                : event(Duration.ofNanos(at), kind, server);
        return skip(END) && position == end ? Optional.ofNullable(event) : Optional.empty();
    }

    private @Nullable String kind() {
        if (skip(EVENT)) {
            for (int i = 0; i < KINDS.length; i++) {
                if (skip(KIND_WORDS[i])) {
                    return skip(SERVER) ? KINDS[i] : null;
                }
            }
        }
        return null;
    }

    private @Nullable LeadershipEvent follows(Duration at, ServerId server) {
        var leader = skip(LEADER) ? server() : null;
        var term = leader == null ? null : number(TERM);
        return leader == null || term == null
                ? null
                : new Follows(at, server, Optional.of(leader), term, false, Set.of());
    }

    private @Nullable LeadershipEvent event(Duration at, String kind, ServerId server) {
        var term = number(TERM);
        var tenure = term == null ? null : number(TENURE);
        if (term == null || tenure == null) {
            return null;
        }
        if (kind.equals(Schema.ACQUIRED)) {
            return new Acquired(at, server, term, tenure, Set.of());
        }
        if (kind.equals(Schema.READY)) {
            return new Ready(at, server, term, tenure, Set.of());
        }
        var cause = skip(CAUSE) ? cause() : Cause.STEPPED_DOWN;
        return cause == null ? null : new Lost(at, server, term, tenure, cause, "", Set.of());
    }

    /** {@return the number after a name; empty if the name does not follow; null if the number is not plain} */
    private @Nullable OptionalLong number(byte[] name) {
        if (!skip(name)) {
            return OptionalLong.empty();
        }
        long value = digits(LONG_DIGITS);
        return value == NONE ? null : OptionalLong.of(value);
    }

    private @Nullable Cause cause() {
        for (int i = 0; i < WORDS.length; i++) {
            if (skip(WORDS[i])) {
                return CAUSES[i];
            }
        }
        return null;
    }

    private boolean skip(byte[] expected) {
        int length = expected.length;
        if (end - position < length || !Arrays.equals(line, position, position + length, expected, 0, length)) {
            return false;
        }
        position += length;
        return true;
    }

    /** Parses a whole JSON number without a sign and without leading zeros. */
    private long digits(int most) {
        int start = position;
        long value = 0;
        while (position < end && isDigit(line[position])) {
            if (position - start == most) {
                return NONE;
            }
            value = value * 10 + line[position++] - '0';
        }
        int length = position - start;
        return length == 0 || (length > 1 && line[start] == '0') ? NONE : value;
    }

    /** Parses seconds and returns nanoseconds. */
    private long seconds() {
        long whole = digits(SECONDS_DIGITS);
        long nanos = 0;
        if (whole != NONE && position < end && line[position] == '.') {
            int start = ++position;
            while (position < end && isDigit(line[position])) {
                if (position - start == NANOS_DIGITS) {
                    return NONE;
                }
                nanos = nanos * 10 + line[position++] - '0';
            }
            if (position == start) {
                return NONE;
            }
            for (int i = position - start; i < NANOS_DIGITS; i++) {
                nanos *= 10;
            }
        }
        return whole == NONE ? NONE : whole * 1_000_000_000L + nanos;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Parses a name of printable ASCII characters without escapes, and its closing quote. */
    private @Nullable ServerId server() {
        int start = position;
        int hash = 0;
        while (position < end && line[position] != '"') {
            byte c = line[position++];
            if (c <= ' ' || c == '\\' || c == 0x7f) {
                return null;
            }
            hash = hash * 31 + c;
        }
        int length = position - start;
        if (position == end || length == 0 || length > ServerId.MAX_LENGTH) {
            return null;
        }
        position++;
        int place = hash & (servers.length - 1);
        var known = servers[place];
        if (known != null && Arrays.equals(names[place], 0, names[place].length, line, start, start + length)) {
            return known;
        }
        var server = ServerId.of(new String(line, start, length, ISO_8859_1));
        servers[place] = server;
        names[place] = Arrays.copyOfRange(line, start, start + length);
        return server;
    }
}
