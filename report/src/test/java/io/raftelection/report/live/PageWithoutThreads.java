package io.raftelection.report.live;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that {@link LivePageThreadsTest} runs. For some time, no thread can be started. */
final class PageWithoutThreads {
    private final List<Thread> fillers = new ArrayList<>();
    private final CountDownLatch enough = new CountDownLatch(1);

    private PageWithoutThreads() {}

    @SuppressWarnings("SystemOut") // its only way to answer
    public static void main(String[] arguments) throws Exception {
        System.out.println(new PageWithoutThreads().run());
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

    private String run() throws Exception {
        try (var tracker = Tracker.builder("starved").executor(Runnable::run).build();
                var page = LivePage.builder().clients(2).start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            try (var before = StreamClient.of(page.address())) {
                before.next("now");
                awaitNoThreads();
                fill();
                sink.acquired(1);
                var first = "answered";
                try (var refused = new StreamClient(page.address(), 1_000, "/events/0")) {
                    refused.next();
                } catch (SocketTimeoutException e) {
                    first = "waits";
                }
                free();
                sink.lost();
                var words = before.words(2);
                return "the first " + first + ", the others read " + words + " and " + later(page);
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** {@return what a client reads that comes when the place of the first one is free again} */
    private static List<String> later(LivePage page) throws IOException {
        while (true) { // the time of the test is limited
            try (var after = StreamClient.of(page.address())) {
                if (after.status().contains(" 200 ")) {
                    return after.words(2);
                }
            }
        }
    }

    /** Waits until the threads for requests and for writing have ended, which they do after a second. */
    private static void awaitNoThreads() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("raft-election-page-(request|writer)"))) {
            Thread.onSpinWait();
        }
    }
}
