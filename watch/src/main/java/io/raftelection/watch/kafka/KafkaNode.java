package io.raftelection.watch.kafka;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.jmx.JmxClient;
import java.io.IOException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What a node says of itself.
 *
 * @param id its node id; {@link #UNKNOWN} while it starts, unless it leads
 * @param state its state
 * @param leader the leader that it knows; negative if there is none
 * @param epoch the epoch
 */
record KafkaNode(long id, String state, long leader, long epoch) {
    private static final ObjectName RAFT = name("kafka.server:type=raft-metrics");
    private static final ObjectName INFO = name("kafka.server:type=app-info,id=*");
    private static final String[] ATTRIBUTES = {"current-epoch", "current-state", "current-leader", "current-epoch"};
    private static final int ATTEMPTS = 3;

    static final long UNKNOWN = -1;

    static KafkaNode read(JmxClient client) throws IOException, InterruptedException {
        long id = id(client);
        for (int i = 0; i < ATTEMPTS; i++) {
            var values = client.attributes(RAFT, ATTRIBUTES);
            long epoch = number(values.get(0), "current-epoch");
            if (epoch == number(values.get(3), "current-epoch")) {
                return of(id, text(values.get(1)), number(values.get(2), "current-leader"), epoch);
            }
        }
        throw new AnswerException("the epoch changed during each of " + ATTEMPTS + " requests");
    }

    /** {@return the node} One that leads says its own id. */
    private static KafkaNode of(long id, String state, long leader, long epoch) throws AnswerException {
        boolean leads = state.equals("leader");
        if (leads && id != UNKNOWN && id != leader) {
            throw new AnswerException("node " + id + " is the leader, and names " + leader + " as the leader");
        }
        return new KafkaNode(leads ? leader : id, state, leader, epoch);
    }

    /** {@return the node id, which is in the name of a bean that a node has when it has started} */
    private static long id(JmxClient client) throws IOException, InterruptedException {
        var beans = client.names(INFO);
        if (beans.isEmpty()) {
            return UNKNOWN;
        }
        if (beans.size() > 1) {
            throw new AnswerException("the JVM has " + beans.size() + " Kafka servers, expected one");
        }
        var text = String.valueOf(beans.iterator().next().getKeyProperty("id"));
        if (!text.matches("\\d{1,10}")) {
            throw new AnswerException("the node id is " + text + ", expected a number");
        }
        return Long.parseLong(text);
    }

    boolean leads() {
        return state.equals("leader");
    }

    /** {@return whether it follows a leader} A prospective candidate still names the leader that it lost. */
    boolean follows() {
        return (state.equals("follower") || state.equals("observer")) && leader >= 0;
    }

    private static long number(Object value, String attribute) throws AnswerException {
        if (!(value instanceof Number number)
                || number.doubleValue() != number.longValue()
                || number.longValue() < -1) {
            throw new AnswerException(attribute + ": is " + value + ", expected a whole number");
        }
        return number.longValue();
    }

    private static String text(Object value) throws AnswerException {
        if (!(value instanceof String text)) {
            throw new AnswerException("current-state: is no text");
        }
        return text;
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
