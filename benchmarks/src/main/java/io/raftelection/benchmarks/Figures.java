package io.raftelection.benchmarks;

import java.util.Locale;

/** Formats figures. */
final class Figures {
    private Figures() {}

    static String nanos(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return number(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }

    static String ratio(double ratio) {
        return number(ratio) + " ×";
    }

    static String percent(double part) {
        return number(part * 100) + " %";
    }

    /** Rounds to three significant digits. */
    private static String number(double number) {
        int digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }
}
