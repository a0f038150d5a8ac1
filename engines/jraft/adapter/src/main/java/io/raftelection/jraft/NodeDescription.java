package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.util.Describer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first lines of {@link Node#describe}, the only public method that returns the term of a node and the whole
 * configuration of a follower. JRaft reads them at once, under the read lock of the node:
 *
 * <pre>
 * nodeId: ..
 * state: STATE_LEADER
 * leaderId: 10.0.0.1:8081
 * term: 7
 * conf: ConfigurationEntry [id=.., conf=10.0.0.1:8081,10.0.0.2:8081,10.0.0.3:8081/learner, oldConf=]
 * </pre>
 */
record NodeDescription(Map<String, String> lines) {
    private static final String LAST = "conf: ";
    private static final Pattern STABLE = Pattern.compile("ConfigurationEntry \\[.*, conf=(.*), oldConf=]");

    static NodeDescription of(Node node) {
        var lines = new Lines();
        try {
            node.describe(lines);
        } catch (Complete e) {
            // It has all lines. What comes next describes timers and replicators.
        }
        return new NodeDescription(lines.lines);
    }

    Optional<String> state() {
        return Optional.ofNullable(lines.get("state: "));
    }

    Optional<Long> term() {
        return Optional.ofNullable(lines.get("term: ")).map(Long::valueOf);
    }

    /**
     * Returns the latest configuration in the log, unless a change of it is under way. JRaft appends this configuration
     * after the joint one is committed, so no later leader has other voters.
     */
    Optional<Configuration> stableConfiguration() {
        var matcher = STABLE.matcher(lines.getOrDefault(LAST, ""));
        var configuration = new Configuration();
        return matcher.matches() && configuration.parse(matcher.group(1))
                ? Optional.of(configuration)
                : Optional.empty();
    }

    /** Ends a description early. */
    @SuppressWarnings("serial") // it never leaves this class
    private static final class Complete extends RuntimeException {
        private Complete() {
            super(null, null, false, false);
        }
    }

    private static final class Lines implements Describer.Printer {
        private final Map<String, String> lines = new HashMap<>();
        private String name = "";

        @Override
        public Describer.Printer print(Object text) {
            name = String.valueOf(text);
            return this;
        }

        @Override
        public Describer.Printer println(Object value) {
            lines.putIfAbsent(name, String.valueOf(value));
            if (name.equals(LAST)) {
                throw new Complete();
            }
            name = "";
            return this;
        }
    }
}
