package io.raftelection.benchmarks;

/**
 * One figure, and how it stands to its goal.
 *
 * @param what what was measured
 * @param figure how much it was
 * @param goal what it should be; empty where nothing was promised
 * @param verdict {@code pass}, {@code miss} or empty
 */
record Finding(String what, String figure, String goal, String verdict) {

    /** {@return a figure of which nothing was promised} */
    static Finding of(String what, String figure) {
        return new Finding(what, figure, "", "");
    }

    /** {@return this figure, judged} */
    Finding goal(String text, boolean met) {
        return new Finding(what, figure, text, met ? "pass" : "**miss**");
    }
}
