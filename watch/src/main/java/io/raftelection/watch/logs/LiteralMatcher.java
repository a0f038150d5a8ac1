package io.raftelection.watch.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds out in one pass over the bytes of a line whether it contains any of several texts, however many there are
 * (Aho-Corasick). Immutable.
 */
final class LiteralMatcher {
    private static final int BYTES = 256;

    /** The next state for each state and byte; state 0 is the start. */
    private final int[] next;

    /** Whether a text ends in the state. */
    private final boolean[] found;

    private LiteralMatcher(int[] next, boolean[] found) {
        this.next = next;
        this.found = found;
    }

    /** {@return a matcher of these texts, none of which is empty} */
    static LiteralMatcher of(Collection<String> texts) {
        List<int[]> tree = new ArrayList<>(List.of(node()));
        var ends = new boolean
                [1 + texts.stream().mapToInt(text -> bytes(text).length).sum()];
        for (var text : texts) {
            int state = 0;
            for (byte one : bytes(text)) {
                int[] children = tree.get(state);
                if (children[one & 0xff] < 0) {
                    children[one & 0xff] = tree.size();
                    tree.add(node());
                }
                state = children[one & 0xff];
            }
            ends[state] = true;
        }
        return new LiteralMatcher(complete(tree, ends), ends);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int[] node() {
        var children = new int[BYTES];
        Arrays.fill(children, -1);
        return children;
    }

    /** Fills in, breadth first, where to go on after a byte that continues no text: at its longest suffix. */
    private static int[] complete(List<int[]> tree, boolean[] ends) {
        var next = new int[tree.size() * BYTES];
        var suffix = new int[tree.size()];
        var open = new ArrayDeque<Integer>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            ends[state] |= ends[suffix[state]];
            for (int one = 0; one < BYTES; one++) {
                int child = tree.get(state)[one];
                int otherwise = state == 0 ? 0 : next[suffix[state] * BYTES + one];
                next[state * BYTES + one] = child < 0 ? otherwise : child;
                if (child >= 0) {
                    suffix[child] = otherwise;
                    open.add(child);
                }
            }
        }
        return next;
    }

    /** {@return whether the bytes contain one of the texts} */
    boolean isIn(byte[] buffer, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = next[state * BYTES + (buffer[i] & 0xff)];
            if (found[state]) {
                return true;
            }
        }
        return false;
    }
}
