package io.raftelection.watch.logs;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Collects how a log names the server that wrote it. Not thread-safe. */
final class OwnName {
    /** More ids in one log than a cluster has servers are not collected. */
    private static final int MAX_IDS = 1_000;

    private final Optional<String> declared;
    private final String file;
    private final Set<String> ids = new LinkedHashSet<>();
    private String name = "";

    /**
     * Creates it for a log.
     *
     * @param declared the name that the user gave
     * @param file the name that follows from the file's name
     */
    OwnName(Optional<String> declared, String file) {
        this.declared = declared;
        this.file = file;
    }

    /** Takes the names in an entry; those of other servers are in {@code names} then. */
    void take(LogEntry entry, ServerNames names) {
        if (!entry.server().isEmpty() && ids.size() < MAX_IDS) {
            ids.add(entry.server());
        }
        if (entry.kind() == LogKind.IDENTITY && !entry.detail().isEmpty()) {
            if (entry.server().isEmpty()) {
                name = entry.detail();
            } else {
                names.learn(entry.server(), entry.detail());
            }
        }
    }

    /** {@return the ids of the servers whose words are in the log} */
    Set<String> ids() {
        return ids;
    }

    /** {@return the name that the user gave} */
    Optional<String> declared() {
        return declared;
    }

    /** Decides the name, and lets the other logs know by which id they know this server. {@return the name} */
    String resolve(ServerNames names) {
        var id = ids.size() == 1 ? ids.iterator().next() : "";
        var own = declared.orElseGet(() -> !name.isEmpty() ? name : id.isEmpty() ? file : names.of(id));
        if (!id.isEmpty()) {
            names.learn(id, own);
        }
        return own;
    }
}
