package io.raftelection.examples;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.ratis.RatisLeadership;
import java.time.Duration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;

/** Attaches a tracker to a Ratis server, and runs work that only the leader may do. */
public final class LeaderOnlyWork {
    private LeaderOnlyWork() {}

    /**
     * Attaches a tracker to a Ratis server that is being built.
     *
     * @param builder of the server
     * @param stateMachine the service's own
     * @param tracker receives the reports of the server
     */
    public static void attach(RaftServer.Builder builder, StateMachine stateMachine, Tracker tracker) {
        // region attach
        builder.setStateMachine(RatisLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))));
        // endregion
    }

    /**
     * Works whenever the server leads, until the thread is interrupted.
     *
     * @param tracker the tracker of this server
     * @param invoices the work
     * @throws InterruptedException if the thread was interrupted
     */
    public static void work(Tracker tracker, Invoices invoices) throws InterruptedException {
        // region work
        while (true) {
            var leadership = tracker.await(ServerId.of("s1"), Duration.ofDays(365));
            leadership.run(() -> invoices.send(leadership.fencingToken().orElseThrow())); // interrupted by the loss
            leadership.awaitLost(Duration.ofDays(365));
        }
        // endregion
    }

    /** Work of the service that only the leader may do. */
    public interface Invoices {

        /**
         * Sends what is due.
         *
         * @param fencingToken a number that the store compares, to refuse the writes of earlier leaders
         * @throws InterruptedException if leadership is lost meanwhile
         */
        void send(long fencingToken) throws InterruptedException;
    }
}
