package io.raftelection.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;

/** The JDK's own ways to signal a thread, as lower bounds: code that uses them cannot be faster. */
final class Floors {
    private Floors() {}

    static final class Park implements Path {
        private volatile boolean fired;
        private final Thread waiter;

        Park(Thread waiter) {
            this.waiter = waiter;
        }

        @Override
        public void prepare(Runnable arrival) {
            fired = false;
        }

        @Override
        public boolean await() {
            while (!fired) {
                LockSupport.park(this);
            }
            return true;
        }

        @Override
        public void fire() {
            fired = true;
            LockSupport.unpark(waiter);
        }
    }

    static final class Future implements Path {
        private volatile CompletableFuture<Boolean> future = new CompletableFuture<>();

        @Override
        public void prepare(Runnable arrival) {
            future = new CompletableFuture<>();
        }

        @Override
        public boolean await() throws Exception {
            return future.get();
        }

        @Override
        public void fire() {
            future.complete(true);
        }
    }

    static final class Queue implements Path {
        private final SynchronousQueue<Boolean> queue = new SynchronousQueue<>();

        @Override
        public boolean await() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void fire() throws InterruptedException {
            queue.put(true);
        }
    }

    /** Signals an idle thread of a pool. */
    static final class Pool implements Path {
        private final ExecutorService pool;
        private Runnable task = () -> {};

        Pool(ExecutorService pool) {
            this.pool = pool;
        }

        @Override
        public void prepare(Runnable arrival) {
            task = arrival;
        }

        @Override
        public void fire() {
            pool.execute(task);
        }
    }
}
