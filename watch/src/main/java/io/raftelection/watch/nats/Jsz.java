package io.raftelection.watch.nats;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code /jsz}.
 *
 * @param server the id of the server, which is another one after each start
 * @param groups the Raft groups of the server by name
 */
record Jsz(String server, Map<String, RaftGroup> groups) {
    /** The group of the servers of the cluster, which assigns streams to servers. */
    static final String META = "_meta_";

    static Jsz of(JsonAnswer answer) throws AnswerException {
        var disabled = answer.find("disabled");
        if (disabled.isPresent() && disabled.get().flag()) {
            throw new AnswerException(answer + ": JetStream is disabled, expected a server with JetStream");
        }
        var server = answer.get("server_id").text();
        var meta = answer.find("meta_cluster");
        if (meta.isEmpty()) {
            throw new AnswerException(
                    answer + ": meta_cluster: is missing, expected a server with JetStream in a cluster");
        }
        var groups = new LinkedHashMap<String, RaftGroup>();
        groups.put(META, RaftGroup.meta(meta.get()));
        for (var account : items(answer, "account_details")) {
            var name = account(account);
            for (var stream : items(account, "stream_detail")) {
                var group = RaftGroup.stream(stream);
                if (group.isPresent()) {
                    groups.put(name + "/" + stream.get("name").text(), group.get());
                }
            }
        }
        return new Jsz(server, groups);
    }

    /** {@return the name of an account, and its id if that is another: two accounts may have one name} */
    private static String account(JsonAnswer account) throws AnswerException {
        var name = account.get("name").text();
        var id = account.find("id");
        return id.isEmpty() || id.get().text().equals(name)
                ? name
                : name + " " + id.get().text();
    }

    private static List<JsonAnswer> items(JsonAnswer answer, String name) throws AnswerException {
        var items = answer.find(name);
        return items.isPresent() ? items.get().items() : List.of();
    }
}
