package io.raftelection.testing;

/** One line of a scenario. */
record Line(int number, String text) {

    boolean is(String other) {
        return text.strip().equals(other);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    boolean isComment() {
        return text.strip().startsWith("#");
    }

    /** Whether it starts as only an event does. */
    boolean isEvent() {
        var first = text.strip().charAt(0);
        return first >= '0' && first <= '9';
    }

    ScenarioException error(String what) {
        return new ScenarioException(number, "\"" + text.strip() + "\": " + what);
    }
}
