package io.raftelection.examples;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.ratis.RatisLeadership;
import java.time.Duration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;

/** Work that only a leader may do, on a server that the user already has. */
public final class LeaderOnlyWork {
    private LeaderOnlyWork() {}

    /**
     * Attaches a tracker to a Ratis server that is being built.
     *
     * @param builder of the server
     * @param stateMachine the user's own
     * @param tracker is told
     */
    public static void attach(RaftServer.Builder builder, StateMachine stateMachine, Tracker tracker) {
        // region attach
        builder.setStateMachine(RatisLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))));
        // endregion
    }

    /**
     * Works whenever the server leads, until the thread is interrupted.
     *
     * @param tracker knows who leads
     * @param invoices the work: is given a token that the invoices' store checks
     * @throws InterruptedException if the thread was interrupted
     */
    public static void work(Tracker tracker, Invoices invoices) throws InterruptedException {
        // region work
        while (true) {
            var leadership = tracker.await(ServerId.of("s1"), Duration.ofDays(1));
            leadership.run(() -> invoices.send(leadership.fencingToken().orElseThrow())); // interrupted by the loss
            leadership.awaitLost(Duration.ofDays(1));
        }
        // endregion
    }

    /** Some work of the user's. */
    public interface Invoices {

        /**
         * Sends what is due.
         *
         * @param fencingToken goes with every write, so that the store refuses those of an earlier leader
         * @throws InterruptedException if leadership was lost meanwhile
         */
        void send(long fencingToken) throws InterruptedException;
    }
}
