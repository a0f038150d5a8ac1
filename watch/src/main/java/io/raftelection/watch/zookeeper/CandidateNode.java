package io.raftelection.watch.zookeeper;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a candidate's node, as Curator makes it: {@code _c_UUID-latch-0000000012}. The lowest number leads.
 *
 * @param sequence the number that ZooKeeper appended to the name, which Curator compares as text
 * @param name the whole name
 */
record CandidateNode(String sequence, String name) implements Comparable<CandidateNode> {
    /** The names of Curator's LeaderLatch and LeaderSelector; the number is negative after two billions. */
    private static final Pattern NAME = Pattern.compile("^.*(?:latch-|lock-)(-?\\d{10})$", Pattern.DOTALL);

    private static final Comparator<CandidateNode> ORDER =
            Comparator.comparing(CandidateNode::sequence).thenComparing(CandidateNode::name);

    /** {@return the node of a name; empty if it is not one of a candidate} */
    static Optional<CandidateNode> of(String name) {
        var found = NAME.matcher(name);
        return found.matches() ? Optional.of(new CandidateNode(found.group(1), name)) : Optional.empty();
    }

    @Override
    public int compareTo(CandidateNode other) {
        return ORDER.compare(this, other);
    }
}
