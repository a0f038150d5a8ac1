package io.raftelection.testing.scenario;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a command, read from left to right. A word that does not fit causes an error that shows the notation of
 * the command.
 */
final class Tokens {
    /** The possessive {@code *+} needs no stack, however long the quotes are. */
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"\\S*|\\S+");

    private final Line line;
    private final String form;
    private final Deque<String> rest;

    /**
     * Splits a line.
     *
     * @param form how the command is written
     */
    Tokens(Line line, String form) {
        this.line = line;
        this.form = form;
        this.rest = split(line);
        rest.removeFirst();
    }

    static String first(Line line) {
        return split(line).getFirst();
    }

    private static Deque<String> split(Line line) {
        return WORD.matcher(line.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** Takes the next word if it is this one. */
    boolean takes(String word) {
        return word.equals(rest.peekFirst()) && rest.removeFirst() != null;
    }

    String word() {
        var word = rest.pollFirst();
        if (word == null) {
            throw error();
        }
        return word;
    }

    ServerId server() {
        try {
            return NotationParts.server(word());
        } catch (ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw error();
        }
    }

    /** Takes servers, at least one, to the end of the line. */
    List<ServerId> servers() {
        var servers = new ArrayList<ServerId>();
        do {
            servers.add(server());
        } while (!rest.isEmpty());
        return servers;
    }

    /** Takes any number of servers, also none, until this word is next. */
    List<ServerId> serversUntil(String word) {
        var servers = new ArrayList<ServerId>();
        while (!takes(word)) {
            servers.add(server());
        }
        return servers;
    }

    Duration time() {
        try {
            return NotationParts.time(word());
        } catch (ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw error();
        }
    }

    void end() {
        if (!rest.isEmpty()) {
            throw error();
        }
    }

    ScenarioException error() {
        return error("expected " + form);
    }

    ScenarioException error(String what) {
        return line.error(what);
    }
}
