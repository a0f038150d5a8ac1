package io.raftelection.examples;

import com.alipay.sofa.jraft.Node;
import java.util.List;
import java.util.Optional;

/** A test of an application on Raft as it is often written. The testing guide shows what to do instead. */
final class SleepAndPoll {
    private SleepAndPoll() {}

    static void orderSurvivesTheLossOfItsLeader(List<Node> nodes, Orders orders) throws InterruptedException {
        // region before
        Node leader = awaitLeader(nodes); // any server
        orders.placeOn(leader);
        leader.shutdown(); // an orderly shutdown, not a crash
        Thread.sleep(3_000); // long enough?
        Node next = awaitLeader(nodes); // may still be the old leader
        Thread.sleep(1_000); // the new leader applies the order; long enough?
        orders.findOn(next);
        // endregion
    }

    // region poll
    static Node awaitLeader(List<Node> nodes) throws InterruptedException {
        for (int attempt = 0; attempt < 50; attempt++) {
            Optional<Node> leader = nodes.stream().filter(Node::isLeader).findFirst();
            if (leader.isPresent()) {
                return leader.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no leader after 5 s"); // without a reason
    }
    // endregion

    interface Orders {
        void placeOn(Node leader);

        void findOn(Node leader);
    }
}
