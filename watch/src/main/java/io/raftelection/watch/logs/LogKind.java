package io.raftelection.watch.logs;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a line of a log says about its server. */
enum LogKind {
    /** The server became the leader. */
    ACQUIRED("acquired", "term zxid", ""),
    /** The server is no longer the leader; the line means nothing if it was not. */
    LOST("lost", "reason", ""),
    /** The leader may serve. */
    READY("ready", "", ""),
    /** The server follows a leader: what it heard of another server, never a leadership. */
    FOLLOWS("follows", "leader port term zxid", "leader"),
    /** The server knows of no leader. */
    FOLLOWS_NOBODY("follows-nobody", "term zxid", ""),
    /** The committed configuration, as the server applied it. */
    MEMBERS("members", "voters learners", "voters"),
    /** The term for which the server stands, if the line of its election has none. */
    CANDIDATE_TERM("candidate-term", "term zxid", "term"),
    /** A process starts: whatever the process before it led or followed has ended. */
    STARTED("started", "", ""),
    /** The name or the id of the server. */
    IDENTITY("identity", "name", "");

    private static final Set<String> COMMON = Set.of("server", "group", "scope", "time");

    private final String word;
    private final String own;
    private final String required;

    LogKind(String word, String own, String required) {
        this.word = word;
        this.own = own;
        this.required = required;
    }

    /** {@return its keyword in definitions} */
    String word() {
        return word;
    }

    /** {@return whether a pattern of this kind may have a group of that name} */
    boolean allows(String group) {
        return COMMON.contains(group) || words(own).contains(group);
    }

    /** {@return the names of the groups that a pattern of this kind may have, for messages} */
    String allowed() {
        return Stream.concat(COMMON.stream(), words(own).stream()).sorted().collect(Collectors.joining(", "));
    }

    /** {@return the names of the groups that a pattern of this kind must have} */
    Set<String> required() {
        return words(required);
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    static Optional<LogKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** {@return all keywords, for messages} */
    static String words() {
        return Arrays.stream(values()).map(LogKind::word).collect(Collectors.joining(", "));
    }
}
