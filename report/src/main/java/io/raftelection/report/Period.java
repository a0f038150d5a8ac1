package io.raftelection.report;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.util.Optional;

/** A time in which something did not change. All times are nanoseconds on the axis of the timeline. */
sealed interface Period {
    /** {@return its start} */
    long from();

    /** {@return its end} */
    long to();

    /** {@return its length in nanoseconds} */
    default long length() {
        return to() - from();
    }

    /**
     * A leadership.
     *
     * @param index the index of its acquisition
     * @param lostIndex the index of its loss; -1 if there is none
     * @param acquired its acquisition
     * @param lost its loss; empty if there is none
     * @param from its start
     * @param to its end, or that of the run
     */
    record Led(long index, long lostIndex, Acquired acquired, Optional<Lost> lost, long from, long to)
            implements Period {
        ServerId server() {
            return acquired.server();
        }
    }

    /**
     * A time in which a server followed a leader.
     *
     * @param index the index of its view
     * @param view the view
     * @param leader the leader
     * @param from its start
     * @param to the time of the server's next view or acquisition, or the end of the run
     */
    record Followed(long index, Follows view, ServerId leader, long from, long to) implements Period {
        ServerId server() {
            return view.server();
        }
    }

    /**
     * A time in which no leader was known, or several servers led.
     *
     * @param leaders the number of leaders; zero if none was known
     * @param from its start
     * @param to its end
     */
    record Unusual(int leaders, long from, long to) implements Period {
        boolean isUnknown() {
            return leaders == 0;
        }
    }
}
