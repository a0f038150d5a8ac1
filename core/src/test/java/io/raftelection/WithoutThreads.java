package io.raftelection;

import static io.raftelection.TrackerFixture.S1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Programs that {@link NoThreadsTest} runs while no thread can be started. Each prints its observations. */
final class WithoutThreads {
    private final List<Thread> fillers = new ArrayList<>();
    private final CountDownLatch enough = new CountDownLatch(1);

    private WithoutThreads() {}

    @SuppressWarnings("SystemOut") // its only way to answer
    public static void main(String[] arguments) throws Exception {
        System.out.println(new WithoutThreads().run(arguments[0]));
    }

    private String run(String what) throws Exception {
        return switch (what) {
            case "callbacks" -> callbacks(false);
            case "callbacks, with a deadline" -> callbacks(true);
            case "expect" -> expect();
            case "queue" -> queue();
            default -> throw new IllegalArgumentException(what);
        };
    }

    private void fill() {
        try {
            while (true) {
                var thread = new Thread(this::awaitEnough);
                thread.setDaemon(true);
                thread.start();
                fillers.add(thread);
            }
        } catch (OutOfMemoryError e) {
            return; // that is what it is for
        }
    }

    private void awaitEnough() {
        try {
            enough.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void free() throws InterruptedException {
        enough.countDown();
        for (var thread : fillers) {
            thread.join();
        }
    }

    private String callbacks(boolean deadline) throws Exception {
        try (var tracker = Tracker.lenient("starved")) {
            var s1 = tracker.track(S1);
            var told = new LinkedBlockingQueue<LeadershipEvent>();
            tracker.subscribe(told::add);
            if (deadline) { // the thread of the timer is there
                tracker.expect(S1, Duration.ofHours(1));
            }
            fill();
            s1.acquired(1);
            var lost = new CompletableFuture<Loss>();
            tracker.leader().orElseThrow().lost().thenAccept(lost::complete);
            s1.lost();
            free();
            if (!deadline) { // nothing was left that could try again: the next event does
                s1.acquired(2);
            }
            lost.get(20, TimeUnit.SECONDS);
            var lines = new ArrayList<String>();
            for (int i = 0; i < (deadline ? 2 : 3); i++) {
                var event = told.poll(20, TimeUnit.SECONDS);
                lines.add(
                        event == null
                                ? "nothing"
                                : event.server() + (event instanceof LeadershipEvent.Acquired ? "+" : "-"));
            }
            return "told of " + String.join(" ", lines) + " and of the loss";
        }
    }

    private String expect() throws Exception {
        try (var tracker = Tracker.lenient("starved")) {
            var s1 = tracker.track(S1);
            fill();
            String thrown = "nothing";
            try {
                tracker.expect(S1, Duration.ofSeconds(1));
            } catch (OutOfMemoryError e) {
                thrown = "OutOfMemoryError";
            }
            free();
            var second = tracker.expect(S1, Duration.ofSeconds(20));
            s1.acquired(1);
            return "first threw " + thrown + ", second: " + second.done();
        }
    }

    private String queue() throws Exception {
        try (var tracker = Tracker.lenient("starved")) {
            fill();
            String thrown = "nothing";
            try {
                tracker.track(S1, new LinkedBlockingQueue<>());
            } catch (OutOfMemoryError e) {
                thrown = "OutOfMemoryError";
            }
            free();
            var queue = new LinkedBlockingQueue<>(List.of(true));
            tracker.track(S1, queue);
            return "first threw " + thrown + ", second: " + tracker.await(S1, Duration.ofSeconds(20));
        }
    }
}
