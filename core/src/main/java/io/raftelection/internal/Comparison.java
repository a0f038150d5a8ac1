package io.raftelection.internal;

import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.Finding.Statement;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the answers of one engine with what was reported of its server. It has no clock and no thread: moments are
 * nanoseconds from the start of the tracker. Not thread-safe.
 *
 * <pre>
 * the tracker changed during the question        no comparison
 * they agree                                     the belief is confirmed
 * they differ                                    a suspicion
 * they differ, and answer and belief are those   found, once: WRONG if the belief was never confirmed,
 *   of the last comparison                         LOST if it was
 * after that, the report comes                   LATE
 * no answer                                      a suspicion that was not found is dropped
 * </pre>
 */
final class Comparison {
    private static final long UNKNOWN = -1;

    private final ServerId server;

    /** The last answer, when the question before the first such answer began, and when the last question began. */
    private @Nullable Statement answer;

    private long answeredSince;
    private long asked;

    /** The belief with which an answer agreed last, and when that question began. */
    private @Nullable Belief confirmed;

    private long agreedSince;

    private @Nullable Suspicion suspicion;

    /**
     * A difference.
     *
     * @param since the latest moment at which there may have been none
     * @param seen the end of the first question that shows it
     * @param isFound whether it was found, by a second question
     */
    private record Suspicion(Statement engine, Belief belief, long since, long seen, boolean isFound) {
        boolean isAbout(Statement answer, Belief present) {
            return engine.equals(answer) && belief.isSameAs(present);
        }

        Suspicion found() {
            return new Suspicion(engine, belief, since, seen, true);
        }

        /** Returns the finding for a difference that lasted until a moment. */
        Finding finding(Kind kind, ServerId server, long now, long until) {
            return new Finding(
                    kind,
                    server,
                    Duration.ofNanos(now),
                    engine,
                    belief.statement(),
                    Duration.ofNanos(Math.max(0, until - seen)),
                    Duration.ofNanos(Math.max(0, until - since)));
        }
    }

    /** Begins to compare at a moment. */
    Comparison(ServerId server, long now) {
        this.server = server;
        this.answeredSince = now;
        this.asked = now;
        this.agreedSince = now;
    }

    /**
     * Compares an answer.
     *
     * @param before what the tracker believed before the question
     * @param after what it believed after the answer
     * @param from the beginning of the question
     * @param now the end of the question
     */
    Optional<Finding> answered(Statement engine, Belief before, Belief after, long from, long now) {
        var late = late(after, now);
        if (!engine.equals(answer)) {
            answer = engine;
            answeredSince = asked;
        }
        asked = from;
        if (!before.isSameAs(after)) {
            suspicion = null;
        } else if (after.agreesWith(engine)) {
            suspicion = null;
            confirmed = after;
            agreedSince = from;
        } else if (suspicion == null || !suspicion.isAbout(engine, after)) {
            suspicion = new Suspicion(engine, after, Math.max(answeredSince, agreedSince), now, false);
        } else if (!suspicion.isFound()) {
            suspicion = suspicion.found();
            return Optional.of(suspicion.finding(kind(engine, after), server, now, now));
        }
        return late;
    }

    /** Handles a question without an answer. */
    Optional<Finding> unanswered(Belief after, long now) {
        var late = late(after, now);
        if (suspicion != null && !suspicion.isFound()) {
            suspicion = null;
        }
        return late;
    }

    /** A belief that was confirmed became wrong because the engine changed. Otherwise a report was wrong. */
    private Kind kind(Statement engine, Belief belief) {
        if (confirmed != null && confirmed.isSameAs(belief)) {
            return Kind.LOST;
        }
        if (belief.held() != null) {
            return Kind.WRONG;
        }
        var ended = belief.ended();
        return ended != null && Belief.leadsTermOf(ended.leadership(), engine) ? Kind.WRONG : Kind.LOST;
    }

    /** Returns a finding if the report that was missing has come, and forgets a suspicion that is outdated. */
    private Optional<Finding> late(Belief present, long now) {
        var found = suspicion;
        if (found == null || !found.isFound() || found.belief().isSameAs(present)) {
            return Optional.empty();
        }
        suspicion = null;
        long reported = found.engine().leads()
                ? acquired(found, present)
                : lost(found.belief().held());
        return reported == UNKNOWN ? Optional.empty() : Optional.of(found.finding(Kind.LATE, server, now, reported));
    }

    /** Returns when the acquisition was reported that the engine had answered, or {@link #UNKNOWN}. */
    private static long acquired(Suspicion found, Belief present) {
        var ended = present.ended();
        var latest = present.held() != null ? present.held() : ended == null ? null : ended.leadership();
        return latest != null && Belief.leadsTermOf(latest, found.engine()) ? latest.at() : UNKNOWN;
    }

    /** Returns when the engine's loss of a leadership was reported, or {@link #UNKNOWN}. */
    private static long lost(@Nullable HeldLeadership held) {
        var end = held == null ? null : held.ending();
        if (end == null
                || end.reason().equals(Attachment.REPLACED)
                || end.reason().equals(Attachment.DETACHED)) {
            return UNKNOWN;
        }
        return switch (end.cause()) {
            case STEPPED_DOWN, SUPERSEDED, ENGINE_REASON -> end.at();
            default -> UNKNOWN;
        };
    }
}
