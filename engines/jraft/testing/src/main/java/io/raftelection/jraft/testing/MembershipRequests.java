package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.MembershipChange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Changes of the configuration by one leader. */
record MembershipRequests(ServerId leader, Node node, Network network) {
    /**
     * How often a leader tries to add a voter, waiting one election timeout each time until the server has caught up.
     */
    private static final int ATTEMPTS = 20;

    /**
     * Makes a change, and waits until it is committed. JRaft does not take a server as a learner and a voter at once.
     */
    void change(MembershipChange change) throws IOException, InterruptedException {
        var peer = network.peer(change.server());
        boolean isLearner = node.listLearners().contains(peer);
        if (isLearner) {
            request(change, done -> node.removeLearners(List.of(peer), done)).awaitDone();
        }
        switch (change.kind()) {
            case VOTER -> addVoter(change, peer);
            case LEARNER ->
                request(change, done -> node.addLearners(List.of(peer), done)).awaitDone();
            case REMOVED -> {
                if (!isLearner) {
                    request(change, done -> node.removePeer(peer, done)).awaitDone();
                }
            }
        }
    }

    private FutureClosure request(MembershipChange change, Consumer<Closure> request) {
        var closure = new FutureClosure("server " + leader + ": does not make " + change.server() + " "
                + change.kind().name().toLowerCase(Locale.ROOT));
        request.accept(closure);
        return closure;
    }

    /**
     * Adds a voter. JRaft waits until the new server has caught up, but notices that only if it happens after the
     * request. Therefore no message reaches the new server before the request.
     */
    private void addVoter(MembershipChange change, PeerId peer) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            FutureClosure closure;
            network.hold(change.server());
            try {
                closure = request(change, done -> node.addPeer(peer, done));
            } finally {
                network.release(change.server());
            }
            if (attempt == ATTEMPTS || closure.await().getRaftError() != RaftError.ECATCHUP) {
                closure.awaitDone();
                return;
            }
        }
    }
}
