package io.raftelection.watch.kafka;

import io.raftelection.ServerId;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import io.raftelection.watch.RenamedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names that the user gave to nodes, by node id. Safe for use by many threads. */
final class NodeNames {
    private final Map<Long, ServerId> names = new ConcurrentHashMap<>();

    /** {@return whether the name of a member is more than its address} */
    static boolean isNamed(Member member) {
        return !member.id().value().equals(member.address());
    }

    /** Checks that a node is the expected one, and learns its name. The id may be unknown if the user named it. */
    void check(Member member, long node) throws AnswerException, RenamedException {
        if (node == KafkaNode.UNKNOWN) {
            if (!isNamed(member)) {
                throw new AnswerException("the server starts, and does not say its node id yet");
            }
            return;
        }
        var number = Long.toString(node);
        var name = member.id().value();
        if (!isNamed(member)) {
            throw new RenamedException("node " + number);
        }
        if (name.matches("\\d+") && !name.equals(number)) {
            throw new AnswerException("the server is node " + number + ", expected " + name);
        }
        names.put(node, member.id());
    }

    /** {@return the name of a node: its id if the user gave no other} */
    ServerId name(long node) {
        return names.getOrDefault(node, ServerId.of(Long.toString(node)));
    }
}
