package io.raftelection.internal;

import io.raftelection.Finding.Statement;
import io.raftelection.internal.Effect.End;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker believes of a server's leadership at one moment. Each report that changes it brings a new object, so
 * two beliefs of the same objects show that nothing was reported between them.
 *
 * @param held the leadership that the server holds; null if it does not lead
 * @param ended the end of its latest leadership; null if it leads, or has not led since it was attached
 */
record Belief(@Nullable HeldLeadership held, @Nullable End ended) {

    /** Reads it, under the ledger's lock. */
    static Belief of(TrackedServer server) {
        var loss = server.reported().loss();
        return new Belief(
                server.state instanceof ServerState.Leading leading ? leading.leadership() : null,
                loss instanceof End end ? end : null);
    }

    /** Whether nothing was reported between the two. */
    @SuppressWarnings("ReferenceEquality") // an end is made once
    boolean isSameAs(Belief other) {
        return held == other.held && ended == other.ended;
    }

    /** Whether an engine says the same. Two terms count as equal if one of them is unknown. */
    boolean agreesWith(Statement engine) {
        return held == null ? !engine.leads() : engine.leads() && leadsTermOf(held, engine);
    }

    static boolean leadsTermOf(HeldLeadership leadership, Statement engine) {
        return Terms.compare(leadership.termNumber(), engine.term().orElse(Terms.NONE)) == 0;
    }

    Statement statement() {
        return new Statement(held != null, held == null ? OptionalLong.empty() : held.term());
    }
}
