package io.raftelection.testing.toy;

import io.raftelection.testing.toy.ToyMessage.Refused;
import io.raftelection.testing.toy.ToyMessage.Vote;
import io.raftelection.testing.toy.ToyMessage.VoteRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The votes of one server: those that it requested, and those that it gives. */
final class ToyElection {
    private final ToyConfig own;
    private final Set<String> votes = new HashSet<>();
    private Optional<VoteRequest> asked = Optional.empty();

    ToyElection(ToyConfig own) {
        this.own = own;
    }

    /** Requests the votes of all servers. A pre-vote is for the next term, which does not begin yet. */
    void ask(boolean isPre) {
        var disk = own.disk();
        var request =
                new VoteRequest(isPre ? disk.term() + 1 : disk.term(), disk.last(), disk.termAt(disk.last()), isPre);
        votes.clear();
        asked = Optional.of(request);
        own.members().forEach(member -> own.network().send(own.name(), member, request)); // also to itself
    }

    void end() {
        asked = Optional.empty();
    }

    /** Counts a vote. {@return whether it completes a majority} */
    boolean isWonBy(String voter, Vote vote) {
        if (asked.filter(request -> request.term() == vote.term() && request.isPre() == vote.isPre())
                .isEmpty()) {
            return false;
        }
        votes.add(voter);
        boolean isWon = votes.size() > own.members().size() / 2;
        if (isWon) {
            end();
        }
        return isWon;
    }

    /** Votes for a candidate, or refuses it. {@code isLed} is whether this server has heard from a leader lately. */
    ToyMessage answer(String candidate, VoteRequest request, boolean isLed) {
        var disk = own.disk();
        boolean isGranted = disk.isNoBetterThan(request.lastIndex(), request.lastTerm())
                && (request.isPre()
                        ? request.term() > disk.term() && !isLed
                        : request.term() == disk.term() && disk.votes(candidate));
        return isGranted ? new Vote(request.term(), request.isPre()) : new Refused(disk.term(), disk.last());
    }
}
