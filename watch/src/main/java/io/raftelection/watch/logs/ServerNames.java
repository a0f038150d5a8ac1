package io.raftelection.watch.logs;

import java.util.HashMap;
import java.util.Map;

/** Which server is meant by an id in a line: the logs of one cluster know each other by ids. Not thread-safe. */
final class ServerNames {
    private final Map<String, String> byId = new HashMap<>();

    /** Learns the name of the server that lines call by an id. */
    void learn(String id, String name) {
        byId.put(id, name);
    }

    /** {@return the name of the server with that id, which is its name if no log tells it} */
    String of(String id) {
        return byId.getOrDefault(id, id);
    }
}
