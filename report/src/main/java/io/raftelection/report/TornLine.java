package io.raftelection.report;

/** Finds the usable part of a last line that a crash left incomplete. */
final class TornLine {
    private static final int LONGEST_CHARACTER = 4;

    private TornLine() {}

    /**
     * {@return the end of the text in a last line} It excludes the zeros of a block that was not written and an
     * incomplete character.
     */
    static int end(byte[] buffer, int from, int to) {
        int end = to;
        while (end > from && buffer[end - 1] == 0) {
            end--;
        }
        for (int length = 1; length < LONGEST_CHARACTER && end - length >= from; length++) {
            int lead = buffer[end - length] & 0xff;
            if (lead >= 0xc0) {
                return length < needed(lead) ? end - length : end;
            }
        }
        return end;
    }

    private static int needed(int lead) {
        return lead >= 0xf8 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    }
}
