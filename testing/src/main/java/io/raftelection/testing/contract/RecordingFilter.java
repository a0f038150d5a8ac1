package io.raftelection.testing.contract;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.VoteRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A filter for tests of how an engine translates its messages. It records each question as text, and lets all messages
 * pass until {@link #stopAll}. For one thread.
 */
public final class RecordingFilter implements MessageFilter {
    private final List<String> asked = new ArrayList<>();
    private boolean stops;

    /** Creates a filter that lets all messages pass. */
    public RecordingFilter() {}

    /** {@return the recorded questions, for example {@code s1 to s2: entries [7] of term 3}} */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Lets no message pass from now on. */
    public void stopAll() {
        stops = true;
    }

    @Override
    public boolean passes(ServerId from, ServerId to, RaftMessage message) {
        asked.add(from + " to " + to + ": " + text(message));
        return !stops;
    }

    private static String text(RaftMessage message) {
        if (message instanceof VoteRequest vote) {
            return "vote for " + vote.candidate();
        }
        if (message instanceof Entries entries) {
            return "entries " + Arrays.toString(entries.commands()) + " of term " + entries.term();
        }
        return message instanceof Acknowledgement matches ? "has " + matches.matched() : "other";
    }

    @Override
    public boolean mayBeElected(ServerId server) {
        return true;
    }

    @Override
    public boolean isCut(ServerId from, ServerId to) {
        return false;
    }
}
