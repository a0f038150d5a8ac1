package io.raftelection.proofs.jcstress;

import io.raftelection.proofs.jcstress.Cluster.Start;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Two concurrent operations and their allowed outcomes: the outcome must be as if one had run after the other, or while
 * the other waited.
 *
 * @param start the state of the cluster before the race
 * @param one the first operation
 * @param other the second operation, which may be the same
 * @param orders the allowed outcomes, each with the name of the pair and the order that leads to it
 */
record Pair(Start start, Operation one, Operation other, Map<Outcome, String> orders) {
    /** {@return a pair, with the outcomes of running the operations in each order} */
    static Pair of(Start start, Operation one, Operation other) {
        var orders = new LinkedHashMap<Outcome, String>();
        var first = new Cluster(start);
        var answer = one.on(first);
        add(orders, first.outcome(answer, other.on(first)), one.name() + " first");
        var second = new Cluster(start);
        answer = other.on(second);
        add(orders, second.outcome(one.on(second), answer), other.name() + " first");
        if (one.waits()) {
            var third = new Cluster(start);
            var waited = whileWaiting(third, one, other);
            add(orders, third.outcome(waited.get(0), waited.get(1)), other.name() + " while " + one.name() + " waits");
        }
        if (other.waits()) {
            var fourth = new Cluster(start);
            var waited = whileWaiting(fourth, other, one);
            add(orders, fourth.outcome(waited.get(1), waited.get(0)), one.name() + " while " + other.name() + " waits");
        }
        orders.replaceAll((outcome, order) -> name(start, one, other) + ": " + order);
        return new Pair(start, one, other, Map.copyOf(orders));
    }

    private static void add(Map<Outcome, String> orders, Outcome outcome, String order) {
        orders.merge(outcome, order, (before, same) -> before + " or " + same);
    }

    private static List<Object> whileWaiting(Cluster cluster, Operation waiting, Operation other) {
        var answer = new CompletableFuture<Object>();
        var thread = new Thread(() -> answer.complete(waiting.answer(cluster)), "waits");
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        var others = other.on(cluster);
        if (!waiting.isEndedBy(cluster)) {
            thread.interrupt();
        }
        return List.of(answer.join(), others);
    }

    /** {@return every pair of tracker operations from every start} */
    static List<Pair> every() {
        var pairs = new ArrayList<Pair>();
        var operations = Operation.OfTracker.values();
        for (var start : Start.values()) {
            for (int one = 0; one < operations.length; one++) {
                for (int other = one; other < operations.length; other++) {
                    pairs.add(of(start, operations[one], operations[other]));
                }
            }
        }
        return List.copyOf(pairs);
    }

    /** {@return the order that explains an outcome, or the wrong outcome} */
    String verdict(Outcome outcome) {
        var order = orders.get(outcome);
        return order == null ? "WRONG " + this + ": " + outcome : order;
    }

    /** {@return for example {@code LOST | EXPECT, LEADING}} */
    @Override
    public String toString() {
        return name(start, one, other);
    }

    private static String name(Start start, Operation one, Operation other) {
        return one.name() + " | " + other.name() + ", " + start;
    }
}
