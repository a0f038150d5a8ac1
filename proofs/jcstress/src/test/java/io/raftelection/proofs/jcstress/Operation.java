package io.raftelection.proofs.jcstress;

import static io.raftelection.proofs.jcstress.Cluster.FIVE;
import static io.raftelection.proofs.jcstress.Cluster.S1;
import static io.raftelection.proofs.jcstress.Cluster.S2;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One side of a race: an operation on a cluster. */
interface Operation {

    /** {@return the name in results} */
    String name();

    /** {@return the result for the caller, comparable with equals} */
    Object call(Cluster cluster) throws Exception;

    /**
     * {@return whether it may wait for the other side} If so, it also runs with a pending interrupt, and then never
     * waits.
     */
    default boolean waits() {
        return false;
    }

    /**
     * {@return whether the tracker ends the wait of this operation, soon and from another thread} The other side has
     * run by then.
     */
    default boolean isEndedBy(Cluster cluster) {
        return false;
    }

    /** Calls the operation. {@return its result, or its exception} */
    default Object on(Cluster cluster) {
        if (waits()) {
            Thread.currentThread().interrupt();
        }
        return answer(cluster);
    }

    /** Calls the operation and lets it wait. */
    default Object answer(Cluster cluster) {
        try {
            return call(cluster);
        } catch (Exception e) {
            return Cluster.failure(e);
        } finally {
            Thread.interrupted();
        }
    }

    /** {@return the result of an operation without a result} */
    static Object none(Runnable operation) {
        operation.run();
        return "";
    }

    /** The operations of engines, users and time on a tracker, including reads. */
    enum OfTracker implements Operation {
        ACQUIRED {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.s1.acquired(2));
            }
        },
        LOST {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster.s1::lost);
            }
        },
        RIVAL_ACQUIRED {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.s2.acquired(2));
            }
        },
        READY {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster.s1::ready);
            }
        },
        FOLLOWS {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.s1.follows(S2, 2));
            }
        },
        RIVAL_FOLLOWS {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.s2.follows(S1, 2));
            }
        },
        DETACHED {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster.s1::detached);
            }
        },
        EXPIRED {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster::expire);
            }
        },
        EXPECT {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> Cluster.recordDecision(cluster.tracker.expect(S2, FIVE), cluster.receivedLater));
            }
        },
        CANCEL {
            @Override
            public Object call(Cluster cluster) {
                return cluster.future.cancel();
            }
        },
        COPY_OF_FUTURE {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> Cluster.recordDecision(cluster.future, cluster.receivedLater));
            }
        },
        AWAIT {
            @Override
            public Object call(Cluster cluster) throws InterruptedException {
                return Cluster.decision(cluster.tracker.await(S1, FIVE), null);
            }

            @Override
            public boolean waits() {
                return true;
            }
        },
        RUN {
            @Override
            public Object call(Cluster cluster) {
                var started = new AtomicBoolean();
                try {
                    return cluster.leadership.run(() -> {
                                started.set(true);
                                new CountDownLatch(1).await();
                            })
                            + (started.get() ? ", interrupted" : ", never started");
                } catch (InterruptedException e) {
                    return "interrupted unexpectedly, " + started.get();
                }
            }

            @Override
            public boolean isEndedBy(Cluster cluster) {
                return !cluster.leadership.isHeld();
            }

            @Override
            public boolean waits() {
                return true;
            }
        },
        AWAIT_READY {
            @Override
            public Object call(Cluster cluster) throws InterruptedException {
                cluster.leadership.awaitReady(FIVE);
                return "ready";
            }

            @Override
            public boolean waits() {
                return true;
            }
        },
        AWAIT_KNOWN_LEADER {
            @Override
            public Object call(Cluster cluster) throws InterruptedException {
                return Cluster.describe(cluster.tracker.awaitKnownLeader(FIVE));
            }

            @Override
            public boolean waits() {
                return true;
            }
        },
        LOSS_CALLBACK {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.leadership
                        .lost()
                        .thenAccept(loss -> cluster.receivedLater.add(
                                "lost: " + loss.cause().words())));
            }
        },
        AWAIT_LOST {
            @Override
            public Object call(Cluster cluster) throws InterruptedException {
                return cluster.leadership.awaitLost(FIVE).cause().words();
            }

            @Override
            public boolean waits() {
                return true;
            }
        },
        TRACK {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster::track);
            }
        },
        UNTRACK {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.tracker.untrack(S1));
            }
        },
        IGNORE {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster.tracker::ignore);
            }
        },
        CLOSE {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster.tracker::close);
            }
        },
        SUBSCRIBE {
            @Override
            public Object call(Cluster cluster) {
                return none(() -> cluster.tracker.subscribe(event -> cluster.receivedLater.add(Cluster.text(event))));
            }
        },
        UNSUBSCRIBE {
            @Override
            public Object call(Cluster cluster) {
                return none(cluster::unsubscribe);
            }
        },
        LEADER {
            @Override
            public Object call(Cluster cluster) {
                return cluster.leader();
            }
        },
        KNOWN_LEADER {
            @Override
            public Object call(Cluster cluster) {
                return cluster.knownLeader();
            }
        },
        STANDINGS {
            @Override
            public Object call(Cluster cluster) {
                return cluster.tracker.standings().stream()
                        .map(standing -> standing.server() + " " + standing.role())
                        .toList();
            }
        },
        HISTORY {
            @Override
            public Object call(Cluster cluster) {
                return cluster.history();
            }
        }
    }
}
