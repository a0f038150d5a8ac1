package io.raftelection.examples;

import com.alipay.sofa.jraft.Node;
import java.util.List;
import java.util.Optional;

/** How tests of applications on Raft are often written: the testing guide shows it, and what to do instead. Not run. */
final class SleepAndPoll {
    private SleepAndPoll() {}

    static void orderSurvivesTheLossOfItsLeader(List<Node> nodes, Orders orders) throws InterruptedException {
        // region before
        Node leader = awaitLeader(nodes); // whoever it is
        orders.placeOn(leader);
        leader.shutdown(); // hands over: no crash
        Thread.sleep(3_000); // long enough?
        Node next = awaitLeader(nodes); // may be the old one still, or one that is deposed again at once
        Thread.sleep(1_000); // until it has applied the order; long enough?
        orders.findOn(next);
        // endregion
    }

    // region poll
    static Node awaitLeader(List<Node> nodes) throws InterruptedException {
        for (int look = 0; look < 50; look++) {
            Optional<Node> leader = nodes.stream().filter(Node::isLeader).findFirst();
            if (leader.isPresent()) {
                return leader.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no leader after 5 s"); // and nobody knows why
    }
    // endregion

    interface Orders {
        void placeOn(Node leader);

        void findOn(Node leader);
    }
}
