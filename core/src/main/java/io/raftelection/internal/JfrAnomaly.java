package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.internal.Effect.ReportAnomaly;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's event of an anomaly. */
@Name("io.raftelection.Anomaly")
@Label("Anomaly")
@Category("Raft Election")
@Description("A notification contradicts earlier ones")
@StackTrace(false)
final class JfrAnomaly extends Event {
    @Label("Tracker")
    @Description("The name of the tracker, which is that of the cluster")
    String tracker = "";

    @Label("Server")
    String server = "";

    @Label("Term")
    @Description("The term of the notification; -1 if it has none")
    long term;

    @Label("Kind")
    @Description("The kind of contradiction, as Anomaly.Kind names it")
    String kind = "";

    @Label("Detail")
    @Description("The contradiction, in words")
    String detail = "";

    static JfrAnomaly of(String tracker, ServerId server, long term, ReportAnomaly anomaly) {
        var event = new JfrAnomaly();
        event.tracker = tracker;
        event.server = server.value();
        event.term = term;
        event.kind = anomaly.kind().name();
        event.detail = anomaly.detail();
        return event;
    }
}
