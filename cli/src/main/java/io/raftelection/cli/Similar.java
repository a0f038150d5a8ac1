package io.raftelection.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a user may have meant. */
final class Similar {
    /** How many letters may be wrong, missing or too many. */
    private static final int MAX = 2;

    private Similar() {}

    /** {@return the word that differs least, by at most two letters and less than half} */
    static Optional<String> to(String word, List<String> words) {
        var typed = word.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(each -> distance(typed, each) <= Math.min(MAX, each.length() / 2) || each.startsWith(typed))
                .min(Comparator.comparingInt(each -> distance(typed, each)));
    }

    /** {@return how many letters must be replaced, added or removed} */
    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
