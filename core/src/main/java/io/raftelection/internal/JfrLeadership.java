package io.raftelection.internal;

import io.raftelection.internal.Effect.End;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;

/** The flight recorder's event of a leadership. It begins with the acquisition and is committed at the loss. */
@Name("io.raftelection.Leadership")
@Label("Leadership")
@Category("Raft Election")
@Description("A server led the cluster. Written when the leadership has ended; its duration is that of the leadership")
@StackTrace(false)
final class JfrLeadership extends Event {
    @Label("Tracker")
    @Description("The name of the tracker, which is that of the cluster")
    String tracker = "";

    @Label("Server")
    String server = "";

    @Label("Term")
    @Description("The term; -1 if the engine has none")
    long term;

    @Label("Tenure")
    @Description("The number of the leadership in its tracker")
    long tenure;

    @Label("Cause")
    @Description("The cause of the loss")
    String cause = "";

    @Label("Reason")
    @Description("The engine's own words for the loss; empty if it gave none")
    String reason = "";

    @Label("Acquired")
    @Description("When the tracker received the acquisition, by the wall clock")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long acquired;

    @Label("Led For")
    @Description("The time from the acquisition to the loss, by the tracker's clock")
    @Timespan(Timespan.NANOSECONDS)
    long ledFor;

    @Label("Until Ready")
    @Description("The time from the acquisition until the leader could serve; none if that was not reported")
    @Timespan(Timespan.NANOSECONDS)
    long untilReady = Long.MIN_VALUE;

    @Label("Recorded From Start")
    @Description("Whether the event's duration is that of the leadership. If not, the leadership began before the"
            + " recording: the duration is zero, and Led For has the time")
    boolean recordedFromStart;

    @Label("Observed")
    @Description("Whether polling observed the acquisition or the loss, which then happened up to a poll earlier")
    boolean observed;

    /** Sets what is known at the loss. */
    void end(String trackerName, End end) {
        end();
        var leadership = end.leadership();
        tracker = trackerName;
        server = leadership.server().value();
        term = leadership.termNumber();
        tenure = leadership.tenure();
        cause = end.cause().name();
        reason = end.reason();
        acquired = leadership.acquiredAsKnown().toEpochMilli();
        ledFor = end.at() - leadership.at();
        leadership.readiness().ifPresent(ready -> untilReady = ready.at().toNanos() - leadership.at());
    }
}
