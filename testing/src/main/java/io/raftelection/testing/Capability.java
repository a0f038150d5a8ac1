package io.raftelection.testing;

/**
 * An operation of a {@link TestCluster} that an engine may or may not offer. Every engine offers all other operations.
 */
public enum Capability {
    /** Acquisitions carry a term, which rises with every election. */
    TERMS("terms"),
    /** {@link TestCluster#transfer}. */
    TRANSFER("transfer"),
    /** {@link TestCluster#stepDown}. */
    STEP_DOWN("step down"),
    /** {@link TestCluster#cut}. */
    CUT("cut"),
    /** {@link TestCluster#isolate}. */
    ISOLATE("isolate"),
    /** {@link TestCluster#restart}. */
    RESTART("restart"),
    /** {@link TestCluster#allow} and {@link TestCluster#campaign}: a test decides who leads. */
    ELECT("elect"),
    /** {@link TestCluster#submit}: there is a log, in which commands are replicated. */
    COMMANDS("commands"),
    /** {@link TestCluster#snapshot}. */
    SNAPSHOT("snapshot"),
    /** {@link TestCluster#pause} and {@link TestCluster#resume}. */
    PAUSE("pause"),
    /**
     * {@link TestCluster#start(io.raftelection.ServerId)}, {@link TestCluster#addMember}, {@link TestCluster#addServer}
     * and {@link TestCluster#removeServer}.
     */
    MEMBERSHIP("membership"),
    /** {@link TestCluster#addLearner}: servers that receive entries, and neither vote nor count. */
    LEARNERS("learners");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** {@return how messages and tables spell it, as in {@code step down}} */
    public String words() {
        return words;
    }
}
