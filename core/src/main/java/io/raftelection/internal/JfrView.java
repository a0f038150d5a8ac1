package io.raftelection.internal;

import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The flight recorder's event of a change in what a server believes. */
@Name("io.raftelection.View")
@Label("View")
@Category("Raft Election")
@Description("A server believes from now on that this server leads: itself, another one, or none")
@StackTrace(false)
final class JfrView extends Event {
    @Label("Tracker")
    @Description("The name of the tracker, which is that of the cluster")
    String tracker = "";

    @Label("Server")
    String server = "";

    @Label("Leader")
    @Description("The leader; none if the server knows of none, or if nothing is known of the server")
    @Nullable
    String leader;

    @Label("Term")
    @Description("The term; -1 if it is unknown")
    long term;

    @Label("Known")
    @Description("Whether the view of the server is known. It is not while its engine is detached")
    boolean known = true;

    static JfrView of(String tracker, HeldLeadership leadership) {
        return of(tracker, leadership.server(), leadership.server(), leadership.termNumber());
    }

    static JfrView of(String tracker, ReportedView view) {
        return of(tracker, view.server(), view.leader(), view.term());
    }

    static JfrView of(String tracker, Follows follows) {
        var event = of(
                tracker,
                follows.server(),
                follows.leader().orElse(null),
                follows.term().orElse(Terms.NONE));
        event.known = !follows.unknown();
        return event;
    }

    private static JfrView of(String tracker, ServerId server, @Nullable ServerId leader, long term) {
        var event = new JfrView();
        event.tracker = tracker;
        event.server = server.value();
        event.leader = leader == null ? null : leader.value();
        event.term = term;
        return event;
    }
}
