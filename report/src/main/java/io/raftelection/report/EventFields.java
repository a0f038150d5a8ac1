package io.raftelection.report;

import io.raftelection.Anomaly;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The event of a line. If a member is invalid, an IllegalArgumentException names it.
 *
 * @param fields the members of the line
 */
record EventFields(Fields fields) {

    /** {@return the event; empty if the line has another kind of event} */
    Optional<LeadershipEvent> event() {
        return switch (fields.string(Schema.EVENT)) {
            case Schema.ACQUIRED -> Optional.of(acquired());
            case Schema.READY -> Optional.of(ready());
            case Schema.LOST -> Optional.of(lost());
            case Schema.FOLLOWS -> Optional.of(follows());
            case Schema.MEMBERS -> Optional.of(members());
            default -> Optional.empty();
        };
    }

    /** {@return the fact, if the line has one} */
    Optional<Fact> fact() {
        return switch (fields.string(Schema.EVENT)) {
            case Schema.BEGINS -> Optional.of(fact(Optional.empty()));
            case Schema.ENDS -> Optional.of(fact(Optional.of(fields.seconds(Schema.LASTED))));
            default -> Optional.empty();
        };
    }

    private Fact fact(Optional<Duration> lasted) {
        var kind = Fields.one(Fact.Kind.values(), Fact.Kind::words, fields.string(Schema.FACT), Schema.FACT);
        if (kind == Fact.Kind.STALL && lasted.isEmpty()) {
            throw new IllegalArgumentException(Schema.FACT + " is \"stall\", expected one that has a begin");
        }
        var server = kind == Fact.Kind.STALL && !fields.has(Schema.SERVER)
                ? Optional.<ServerId>empty()
                : Optional.of(server());
        return new Fact(at(), kind, server, lasted, fields.has(Schema.DETAIL) ? fields.string(Schema.DETAIL) : "");
    }

    private Acquired acquired() {
        return new Acquired(at(), server(), term(), tenure(), anomalies(), uncertainty(), already());
    }

    private Ready ready() {
        return new Ready(at(), server(), term(), tenure(), anomalies());
    }

    private Lost lost() {
        var cause = fields.has(Schema.CAUSE)
                ? Fields.one(Cause.values(), Cause::words, fields.string(Schema.CAUSE), Schema.CAUSE)
                : Cause.STEPPED_DOWN;
        var reason = cause == Cause.ENGINE_REASON ? fields.string(Schema.REASON) : "";
        return new Lost(at(), server(), term(), tenure(), cause, reason, anomalies(), seconds(Schema.UNCERTAINTY));
    }

    private Follows follows() {
        var server = server();
        if (fields.has(Schema.LEADER) == fields.has(Schema.VIEW)) {
            throw new IllegalArgumentException(
                    fields.has(Schema.VIEW)
                            ? "view and leader are both present, expected one of them"
                            : "leader is missing, expected a leader, or a view that is nobody or unknown");
        }
        if (fields.has(Schema.LEADER)) {
            return follows(server, Optional.of(server(Schema.LEADER)), false);
        }
        var view = Fields.one(Schema.views(), Function.identity(), fields.string(Schema.VIEW), Schema.VIEW);
        return follows(server, Optional.empty(), view.equals(Schema.UNKNOWN));
    }

    private Follows follows(ServerId server, Optional<ServerId> leader, boolean unknown) {
        return new Follows(at(), server, leader, term(), unknown, anomalies(), uncertainty(), already());
    }

    private Members members() {
        if (!fields.has(Schema.VOTERS)) {
            throw new IllegalArgumentException(Schema.VOTERS + " is missing");
        }
        return new Members(at(), server(), servers(Schema.VOTERS), servers(Schema.LEARNERS));
    }

    private Set<ServerId> servers(String name) {
        var servers = new LinkedHashSet<ServerId>();
        for (var text : fields.strings(name)) {
            if (!servers.add(server(name, text))) {
                throw new IllegalArgumentException(name + " has \"" + Fields.shown(text) + "\" twice");
            }
        }
        return servers;
    }

    private Duration at() {
        return fields.seconds(Schema.AT);
    }

    private ServerId server() {
        return ServerId.of(fields.string(Schema.SERVER));
    }

    private ServerId server(String name) {
        return server(name, fields.string(name));
    }

    /** Names the member in the message, since the line has more than one server. */
    private static ServerId server(String name, String text) {
        try {
            return ServerId.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^server id", name), e);
        }
    }

    private OptionalLong term() {
        return fields.number(Schema.TERM);
    }

    private OptionalLong tenure() {
        return fields.number(Schema.TENURE);
    }

    private Duration uncertainty() {
        return seconds(already() ? Schema.ALREADY : Schema.UNCERTAINTY);
    }

    private Duration seconds(String name) {
        return fields.has(name) ? fields.seconds(name) : Duration.ZERO;
    }

    private boolean already() {
        return fields.has(Schema.ALREADY);
    }

    private Set<Anomaly.Kind> anomalies() {
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        for (var word : fields.strings(Schema.ANOMALIES)) {
            kinds.add(Fields.one(Anomaly.Kind.values(), Anomaly.Kind::word, word, Schema.ANOMALIES));
        }
        return Collections.unmodifiableSet(kinds);
    }
}
