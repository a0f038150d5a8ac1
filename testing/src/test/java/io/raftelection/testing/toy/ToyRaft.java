package io.raftelection.testing.toy;

import io.raftelection.testing.toy.ToyMessage.Append;
import io.raftelection.testing.toy.ToyMessage.Appended;
import io.raftelection.testing.toy.ToyMessage.Refused;
import io.raftelection.testing.toy.ToyMessage.StandNow;
import io.raftelection.testing.toy.ToyMessage.Vote;
import io.raftelection.testing.toy.ToyMessage.VoteRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One server of the toy engine. Every method runs on the thread of its {@link ToyNetwork}. */
final class ToyRaft {
    /** The ticks without a leader after which the first server asks for votes. Each later server waits longer. */
    private static final int ELECTION = 100;

    private static final int STEP = 20;

    private final ToyConfig own;
    private final ToyDisk disk;
    private final ToyElection election;
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
        this.election = new ToyElection(own);
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
            timer = 0;
            election.ask(true);
        }
    }

    private void send(String to, ToyMessage message) {
        own.network().send(own.name(), to, message);
    }

    /** Stands for election in a term after {@code latestTerm}, and does not ask first who would vote. */
    void campaign(long latestTerm) {
        if (leading.isEmpty() && !isClosed) {
            leader = Optional.empty();
            disk.begin(Math.max(latestTerm, disk.term()) + 1);
            timer = 0;
            election.ask(false);
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

    private void win(Vote vote) {
        if (vote.isPre()) {
            campaign(disk.term());
        } else {
            lead();
        }
    }

    private void lead() {
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
            if (election.isWonBy(from, vote)) {
                win(vote);
            }
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
        boolean isLed = leading.isPresent() || silence < ELECTION / 2;
        var answer = election.answer(from, request, isLed);
        if (answer instanceof Vote) {
            timer = 0;
        }
        return answer;
    }

    private ToyMessage answer(String from, Append append) {
        if (append.term() < disk.term()) {
            return new Refused(disk.term(), disk.last());
        }
        silence = 0;
        timer = 0;
        election.end();
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
