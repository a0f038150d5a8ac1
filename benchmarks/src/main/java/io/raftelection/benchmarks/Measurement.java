package io.raftelection.benchmarks;

/**
 * A figure and its goal.
 *
 * @param what the description of the figure
 * @param figure the formatted figure
 * @param goal the goal; empty if there is none
 * @param verdict {@code pass}, {@code **miss**} or empty
 */
record Measurement(String what, String figure, String goal, String verdict) {

    /** {@return a figure without a goal} */
    static Measurement of(String what, String figure) {
        return new Measurement(what, figure, "", "");
    }

    /** {@return this figure with a goal} */
    Measurement goal(String text, boolean met) {
        return new Measurement(what, figure, text, met ? "pass" : "**miss**");
    }
}
