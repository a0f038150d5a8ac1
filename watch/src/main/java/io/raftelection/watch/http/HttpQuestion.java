package io.raftelection.watch.http;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the answer of a server says whether it leads. Each place is a JSON pointer, see RFC 6901. Immutable. */
public final class HttpQuestion {
    private static final Duration LONGEST = Duration.ofDays(10_000);
    private static final long MILLIS = 100_000_000_000L;

    private final Pointer leads;
    private final String yes;
    private final Optional<Pointer> term;
    private final Optional<Pointer> since;
    private final Optional<Pointer> leader;

    private HttpQuestion(
            Pointer leads, String yes, Optional<Pointer> term, Optional<Pointer> since, Optional<Pointer> leader) {
        this.leads = leads;
        this.yes = yes;
        this.term = term;
        this.since = since;
        this.leader = leader;
    }

    /**
     * {@return the question whether a server leads}
     *
     * @param pointer where the answer says it, for example {@code /raft/state}
     * @param yes the value that means that it leads, for example {@code Leader} or {@code true}
     * @throws IllegalArgumentException if the pointer is not valid
     */
    public static HttpQuestion leads(String pointer, String yes) {
        return new HttpQuestion(
                Pointer.of(pointer),
                Objects.requireNonNull(yes, "yes: is null"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * {@return a copy that also reads the term}
     *
     * @param pointer where the answer says it; a whole number, which may be a string
     * @throws IllegalArgumentException if the pointer is not valid
     */
    public HttpQuestion withTerm(String pointer) {
        return new HttpQuestion(leads, yes, Optional.of(Pointer.of(pointer)), since, leader);
    }

    /**
     * {@return a copy that also reads since when the leader has led}
     *
     * @param pointer where the answer says it; a time in ISO 8601, or the seconds or milliseconds since 1970
     * @throws IllegalArgumentException if the pointer is not valid
     */
    public HttpQuestion withSince(String pointer) {
        return new HttpQuestion(leads, yes, term, Optional.of(Pointer.of(pointer)), leader);
    }

    /**
     * {@return a copy that also reads whom a server follows}
     *
     * @param pointer where the answer says it; the name of a server as the user gives it, or an empty string
     * @throws IllegalArgumentException if the pointer is not valid
     */
    public HttpQuestion withLeader(String pointer) {
        return new HttpQuestion(leads, yes, term, since, Optional.of(Pointer.of(pointer)));
    }

    /** {@return the claim in the answer of a server; empty if it does not lead and says no more} */
    Optional<LeadershipClaim> claim(ServerId server, JsonAnswer answer, Instant now) throws AnswerException {
        if (leads.get(answer).scalar().equals(yes)) {
            var claim = claim(server, term(answer), LeadershipClaim.Source.SELF);
            var ledFor = ledFor(answer, now);
            return Optional.of(ledFor.isPresent() ? claim.withLedFor(ledFor.get()) : claim);
        }
        if (leader.isEmpty()) {
            return Optional.empty();
        }
        var named = leader.get().find(answer);
        if (named.isEmpty() || named.get().scalar().isEmpty()) {
            return Optional.of(LeadershipClaim.nobody());
        }
        var name = named.get().scalar();
        return name.equals(server.value())
                ? Optional.empty() // it says in one answer that it leads, and that it does not
                : Optional.of(claim(id(named.get(), name), term(answer), LeadershipClaim.Source.HEARSAY));
    }

    private static LeadershipClaim claim(ServerId leader, OptionalLong term, LeadershipClaim.Source source) {
        return new LeadershipClaim(Optional.of(leader), term, source, Optional.empty());
    }

    private static ServerId id(JsonAnswer where, String name) throws AnswerException {
        try {
            return ServerId.of(name);
        } catch (IllegalArgumentException e) {
            throw new AnswerException(where + ": is no name of a server: " + e.getMessage());
        }
    }

    private OptionalLong term(JsonAnswer answer) throws AnswerException {
        return term.isPresent() ? OptionalLong.of(term.get().get(answer).number()) : OptionalLong.empty();
    }

    private Optional<Duration> ledFor(JsonAnswer answer, Instant now) throws AnswerException {
        var value = since.isPresent() ? since.get().find(answer) : Optional.<JsonAnswer>empty();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var past = Duration.between(instant(value.get()), now);
        return past.isNegative() || past.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(past);
    }

    private static Instant instant(JsonAnswer value) throws AnswerException {
        var text = value.scalar();
        try {
            if (text.matches("\\d{1,18}")) {
                long number = Long.parseLong(text);
                return number < MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new AnswerException(value + ": is \"" + text + "\", expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
