package io.raftelection.cli;

/** Marks text with colours, or leaves it plain. */
enum Style {
    /** ANSI colours. */
    COLOURED,
    /** No colours. */
    PLAIN;

    String good(String text) {
        return mark("32", text);
    }

    String bad(String text) {
        return mark("1;31", text);
    }

    String loss(String text) {
        return mark("33", text);
    }

    String faint(String text) {
        return mark("2", text);
    }

    String heading(String text) {
        return mark("1", text);
    }

    private String mark(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
