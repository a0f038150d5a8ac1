package io.raftelection.testing.toy;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.Other;
import io.raftelection.testing.toy.ToyMessage.Append;
import io.raftelection.testing.toy.ToyMessage.Appended;
import io.raftelection.testing.toy.ToyMessage.StandNow;
import io.raftelection.testing.toy.ToyMessage.VoteRequest;
import java.util.stream.IntStream;

// region gate
/** Translates the messages of the toy engine for the cluster's filter. */
record ToyGate(MessageFilter filter) implements ToyNetwork.Interceptor {

    @Override
    public boolean passes(String from, String to, ToyMessage message) {
        return filter.passes(ServerId.of(from), ServerId.of(to), translated(from, to, message));
    }

    private static RaftMessage translated(String from, String to, ToyMessage message) {
        if (message instanceof VoteRequest) {
            return new RaftMessage.VoteRequest(ServerId.of(from)); // also for a pre-vote
        } else if (message instanceof StandNow) {
            return new RaftMessage.VoteRequest(ServerId.of(to)); // the receiver would be elected
        } else if (message instanceof Append append) {
            return new Entries(append.term(), commands(append));
        } else if (message instanceof Appended appended) {
            return new Acknowledgement(appended.matched());
        }
        return new Other();
    }

    /** The indexes of the user's commands of this term. Entries of the engine's own are none. */
    private static long[] commands(Append append) {
        var entries = append.entries();
        return IntStream.range(0, entries.size())
                .filter(each -> entries.get(each).term() == append.term())
                .filter(each -> entries.get(each).command().isPresent())
                .mapToLong(each -> append.before() + 1 + each)
                .toArray();
    }
}
// endregion
