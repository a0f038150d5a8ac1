package io.raftelection.watch.etcd;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.elections.Candidate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of an election, each of a candidate. A key keeps its create revision when its value changes, and the
 * candidate its first name. For one thread.
 */
final class EtcdCandidates {
    private final Map<String, Candidate> byKey = new HashMap<>();

    Collection<Candidate> all() {
        return byKey.values();
    }

    /** Whether the keys are those of an answer, as far as it says. */
    boolean isSameAs(List<JsonAnswer> pairs) throws AnswerException {
        var tokens = new HashMap<String, Long>();
        for (var pair : pairs) {
            tokens.put(pair.get("key").text(), token(pair));
        }
        var known = new HashMap<String, Long>();
        byKey.forEach((key, candidate) -> known.put(key, candidate.token()));
        return known.equals(tokens);
    }

    /** Replaces all keys. */
    void set(List<JsonAnswer> pairs) throws AnswerException {
        var present = new HashMap<String, Candidate>();
        for (var pair : pairs) {
            present.put(pair.get("key").text(), candidate(pair));
        }
        byKey.keySet().retainAll(present.keySet());
        present.forEach(this::put);
    }

    /** Applies an event of a watch. */
    void apply(JsonAnswer event) throws AnswerException {
        var pair = event.get("kv");
        var key = pair.get("key").text();
        var type = event.find("type");
        if (type.isPresent() && type.get().text().equals("DELETE")) {
            byKey.remove(key);
        } else {
            put(key, candidate(pair));
        }
    }

    private void put(String key, Candidate candidate) {
        byKey.compute(key, (k, known) -> known != null && known.token() == candidate.token() ? known : candidate);
    }

    private static Candidate candidate(JsonAnswer pair) throws AnswerException {
        var value = pair.find("value");
        var key = text(pair.get("key").text());
        return Candidate.of(
                value.isPresent() ? text(value.get().text()) : "",
                key.substring(key.lastIndexOf('/') + 1),
                token(pair));
    }

    private static long token(JsonAnswer pair) throws AnswerException {
        return pair.get("create_revision").number();
    }

    private static String text(String base64) throws AnswerException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AnswerException("a key or a value is not base64: " + e.getMessage());
        }
    }
}
