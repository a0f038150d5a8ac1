package io.raftelection.testing.toy;

import io.raftelection.testing.toy.ToyMessage.Append;
import io.raftelection.testing.toy.ToyMessage.Appended;
import io.raftelection.testing.toy.ToyMessage.Refused;
import io.raftelection.testing.toy.ToyMessage.StandNow;
import io.raftelection.testing.toy.ToyMessage.Vote;
import io.raftelection.testing.toy.ToyMessage.VoteRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One server of the toy engine. Every method runs on the thread of its {@link ToyNetwork}. */
final class ToyRaft {
    /** The ticks without a leader after which the first server asks for votes. Each later server waits longer. */
    private static final int ELECTION = 100;

    private static final int STEP = 20;

    private final ToyConfig own;
    private final ToyDisk disk;
    private final Set<String> votes = new HashSet<>();
    private Optional<VoteRequest> asked = Optional.empty();
    private Optional<ToyLeader> leading = Optional.empty();
    private Optional<String> leader = Optional.empty();
    private boolean isClosed;
    private long committed;
    private long applied;
    private int silence;
    private int timer;

    /** What a server knows. */
    record Status(Optional<String> leader, long term, boolean isReady, long last, long committed, long applied) {}

    ToyRaft(ToyConfig own) {
        this.own = own;
        this.disk = own.disk();
    }

    Status status() {
        boolean isReady = leading.filter(leads -> leads.isReady(committed)).isPresent();
        return new Status(leader, disk.term(), isReady, disk.last(), committed, applied);
    }

    void tick() {
        silence++;
        timer++;
        if (leading.isPresent()) {
            if (!leading.get().tick(committed)) {
                follow();
            }
        } else if (timer > ELECTION + STEP * own.members().indexOf(own.name())) {
            ask(disk.term() + 1, true);
        }
    }

    private void ask(long term, boolean isPre) {
        timer = 0;
        votes.clear();
        var request = new VoteRequest(term, disk.last(), disk.termAt(disk.last()), isPre);
        asked = Optional.of(request);
        own.members().forEach(member -> send(member, request)); // its own vote is a message, too
    }

    private void send(String to, ToyMessage message) {
        own.network().send(own.name(), to, message);
    }

    /** Stands for election in a term after {@code latestTerm}, and does not ask first who would vote. */
    void campaign(long latestTerm) {
        if (leading.isEmpty() && !isClosed) {
            leader = Optional.empty();
            disk.begin(Math.max(latestTerm, disk.term()) + 1);
            ask(disk.term(), false);
        }
    }

    /** Gives up leadership. {@return whether it led} */
    boolean stepDown() {
        boolean led = leading.isPresent();
        follow();
        return led;
    }

    /** Hands leadership over. {@return whether it gave up leadership in time} */
    CompletableFuture<Boolean> transfer(String next) {
        return leading.map(leads -> leads.transfer(next)).orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    void submit(String command, CompletableFuture<Void> client) {
        if (leading.isEmpty()) {
            client.completeExceptionally(new IOException("server " + own.name() + ": does not lead"));
            return;
        }
        leading.get().submit(command, client, committed);
        commitByMajority();
    }

    void close() {
        isClosed = true;
        own.network().remove(own.name());
        own.listener().closed();
        endLeadership("was closed");
    }

    private void endLeadership(String why) {
        var ended = leading;
        leading = Optional.empty();
        leader = Optional.empty();
        ended.ifPresent(led -> led.end("server " + own.name() + ": " + why));
    }

    private void follow() {
        silence = 0;
        timer = 0;
        if (leading.isPresent()) {
            own.listener().deposed();
        }
        endLeadership("lost leadership");
    }

    private void lead() {
        asked = Optional.empty();
        leader = Optional.of(own.name());
        var leads = new ToyLeader(own);
        leading = Optional.of(leads);
        own.listener().elected(disk.term());
        leads.appendToAll(committed);
        commitByMajority();
    }

    void receive(String from, ToyMessage message) {
        if (message.term() > disk.term() && !message.isPre()) {
            disk.begin(message.term());
            follow();
        }
        if (message instanceof VoteRequest request) {
            send(from, answer(from, request));
        } else if (message instanceof Vote vote) {
            count(from, vote);
        } else if (message instanceof Append append) {
            send(from, answer(from, append));
        } else if (message instanceof Appended appended && appended.term() == disk.term()) {
            leading.ifPresent(leads -> leads.appended(from, appended.matched()));
            commitByMajority();
        } else if (message instanceof Refused refused && refused.term() == disk.term()) {
            leading.ifPresent(leads -> leads.refused(from, refused.last(), committed));
        } else if (message instanceof StandNow && message.term() == disk.term()) {
            campaign(disk.term());
        }
    }

    private ToyMessage answer(String from, VoteRequest request) {
        boolean isFree = request.isPre()
                ? request.term() > disk.term() && leading.isEmpty() && silence > ELECTION / 2
                : request.term() == disk.term();
        if (!isFree || !disk.isNoBetterThan(request.lastIndex(), request.lastTerm())) {
            return new Refused(disk.term(), disk.last());
        }
        if (!request.isPre() && !disk.votes(from)) {
            return new Refused(disk.term(), disk.last());
        }
        timer = 0;
        return new Vote(request.term(), request.isPre());
    }

    private void count(String from, Vote vote) {
        if (asked.filter(request -> request.term() == vote.term() && request.isPre() == vote.isPre())
                .isPresent()) {
            votes.add(from);
            if (votes.size() > own.members().size() / 2) {
                asked = Optional.empty();
                if (vote.isPre()) {
                    campaign(disk.term());
                } else {
                    lead();
                }
            }
        }
    }

    private ToyMessage answer(String from, Append append) {
        if (append.term() < disk.term()) {
            return new Refused(disk.term(), disk.last());
        }
        silence = 0;
        timer = 0;
        asked = Optional.empty();
        leader = Optional.of(from);
        if (!disk.take(append.before(), append.termBefore(), append.entries())) {
            return new Refused(disk.term(), disk.last());
        }
        long matched = append.before() + append.entries().size();
        commit(Math.min(append.committed(), matched));
        return new Appended(disk.term(), matched);
    }

    private void commitByMajority() {
        leading.ifPresent(leads -> {
            long index = leads.ofMajority();
            if (disk.termAt(index) == disk.term() && commit(index)) { // Raft paper, 5.4.2
                leads.appendToAll(committed);
            }
        });
    }

    /** Applies what was committed. {@return whether anything was} */
    private boolean commit(long index) {
        committed = Math.max(committed, index);
        boolean isNew = applied < committed;
        while (applied < committed) {
            applied++;
            disk.get(applied).command().ifPresent(own.machine()::apply);
            leading.ifPresent(leads -> leads.applied(applied));
        }
        return isNew;
    }
}
