package io.raftelection.ratis;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import org.apache.ratis.statemachine.StateMachine;

/**
 * Attaches a tracker to a Ratis server, whose state machine stays as it is:
 *
 * <pre>{@code
 * .setStateMachine(RatisLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code notifyLeaderChanged} with the server itself as the leader: the votes are in. The term is
 * read from the division inside that callback, since no callback of Ratis carries one. It comes before
 * {@code notifyLeaderReady}, which says that the server may serve.
 *
 * <p><b>Lost</b> is {@code notifyNotLeader}. Ratis may skip it; then the loss is told when the server hears of another
 * leader, or closes. What Ratis repeats is told once.
 *
 * <p>Every call goes through to the user's state machine with the same arguments, results and exceptions. The sink is
 * told first, on Ratis's own thread and under its server's lock, where it only takes note.
 */
public final class RatisLeadership {
    private RatisLeadership() {}

    /**
     * {@return the state machine, with an ear on it}
     *
     * <p>For one server and one group, before the server is built: a server that is restarted, and each group of a
     * server with several, needs an attachment of its own. The same sink may be used again for a restarted server.
     * Ratis holds the returned object, so {@code Division.getStateMachine()} can be cast to the interfaces of the
     * user's class, but not to the class.
     *
     * @param stateMachine the user's own
     * @param sink is told of the server's leadership
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var ear = new Ear(Objects.requireNonNull(sink, "sink: is null"));
        return Tap.on(stateMachine, ear);
    }
}
