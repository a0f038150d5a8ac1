package io.raftelection.watch.logs;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What was read of a log.
 *
 * @param label the name of the log
 * @param system the system that wrote it; empty if no line says
 * @param server the name of its server
 * @param lines the number of its lines
 * @param used how many lines are about leadership
 * @param unusable how many lines are about leadership and have a value that cannot be used
 * @param cut how many lines were too long, so that their ends were not read
 * @param invalid how many lines are not valid UTF-8; the wrong bytes are replaced
 * @param assumedZone the zone in which times without one were read, if there are such times
 */
public record LogReport(
        String label,
        String system,
        String server,
        long lines,
        long used,
        long unusable,
        long cut,
        long invalid,
        Optional<ZoneId> assumedZone) {

    /** {@return how many lines say nothing about leadership} */
    public long skipped() {
        return lines - used - unusable;
    }

    /** {@return for example {@code etcd, e1: 512 lines, 23 about leadership, 489 skipped}} */
    @Override
    public String toString() {
        var text = new StringBuilder(system.isEmpty() ? "no known system" : system + ", " + server)
                .append(": ")
                .append(lines)
                .append(lines == 1 ? " line, " : " lines, ")
                .append(used)
                .append(" about leadership, ")
                .append(skipped())
                .append(" skipped");
        append(text, unusable, "unusable");
        append(text, cut, "cut");
        append(text, invalid, "not UTF-8");
        assumedZone.ifPresent(zone -> text.append(", times read as ").append(zone));
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(what);
        }
    }
}
