package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.VoteRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what it was asked, and answers what the test set. */
final class RecordingFilter implements MessageFilter {
    final List<String> asked = new ArrayList<>();
    boolean passes = true;

    @Override
    public boolean passes(ServerId from, ServerId to, RaftMessage message) {
        asked.add(from + " to " + to + ": " + text(message));
        return passes;
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
