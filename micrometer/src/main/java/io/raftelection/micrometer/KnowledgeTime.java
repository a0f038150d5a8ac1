package io.raftelection.micrometer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * For how long each knowledge lasted. Immutable.
 *
 * @param now the present knowledge
 * @param since since when
 * @param ended the ended periods of each knowledge
 */
record KnowledgeTime(Knowledge now, Duration since, Map<Knowledge, Periods> ended) {
    private static final Periods NO_PERIODS = new Periods(0, Duration.ZERO);

    /** The number of periods, and their total length. */
    record Periods(long times, Duration total) {

        /** {@return these periods and another one, unless that is empty} */
        Periods plus(Duration length) {
            return length.compareTo(Duration.ZERO) > 0 ? new Periods(times + 1, total.plus(length)) : this;
        }
    }

    static KnowledgeTime startingAt(Duration at) {
        return new KnowledgeTime(Knowledge.NOTHING, at, Map.of());
    }

    /** {@return the times after a change of the knowledge; the same if it did not change} */
    KnowledgeTime to(Knowledge next, Duration at) {
        return next == now ? this : resumed(next, at, at);
    }

    /** {@return the times after a period in which nothing was measured} */
    KnowledgeTime resumed(Knowledge next, Duration until, Duration from) {
        var periods = new EnumMap<Knowledge, Periods>(Knowledge.class);
        periods.putAll(ended);
        periods.put(now, periods(now, until));
        return new KnowledgeTime(next, latest(since, from), periods);
    }

    /** {@return the periods of a knowledge until now, including the present one} */
    Periods periods(Knowledge knowledge, Duration until) {
        var periods = ended.getOrDefault(knowledge, NO_PERIODS);
        return knowledge == now ? periods.plus(until.minus(since)) : periods;
    }

    private static Duration latest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
