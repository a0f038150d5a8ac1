package io.raftelection.springboot;

import static io.raftelection.springboot.TrackedContext.next;
import static io.raftelection.springboot.TrackedContext.run;
import static io.raftelection.springboot.TrackedContext.sink;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.springboot.TrackedContext.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When a method with {@link RunWhenLeading} is called, and when not. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
final class RunWhenLeadingTest {
    @Test
    void methodStartsWhenTheLeaderIsReadyOnAThreadOfItsOwn() {
        run(Work.class, context -> {
            var calls = context.getBean(Work.class).calls;
            sink(context, "s1").acquired(1);
            Awaitility.await().until(RunWhenLeadingTest::isWaiting); // for readiness, or in the method
            assertThat(calls).isEmpty();
            sink(context, "s1").ready();

            assertThat(next(calls)).matches("term 1 raft-election-run .*[wW]ork.work");
        });
    }

    private static boolean isWaiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("raft-election-run .*[wW]ork.work")
                        && Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                                .contains(thread.getState()));
    }

    @Test
    void leadershipOfAnotherServerAndAnEarlyLossStartNothing() {
        run(Work.class, context -> {
            var calls = context.getBean(Work.class).calls;
            sink(context, "s2").acquired(1);
            sink(context, "s2").ready();
            sink(context, "s1").acquired(2); // not ready
            sink(context, "s1").lost();
            sink(context, "s1").acquired(3);
            sink(context, "s1").ready();

            assertThat(next(calls)).startsWith("term 3 ");
        });
    }

    @Test
    void methodThatReturnsOrThrowsIsCalledAgainForTheNextLeadershipOnly(CapturedOutput output) {
        run(Work.class, context -> {
            var work = context.getBean(Work.class);
            sink(context, "s1").acquired(1);
            sink(context, "s1").ready();
            assertThat(next(work.calls)).startsWith("term 1 ");
            work.mayReturn.add("throw");
            Awaitility.await().until(() -> output.getOut().contains("planted"));
            sink(context, "s1").lost();
            sink(context, "s1").acquired(2);
            sink(context, "s1").ready();

            assertThat(next(work.calls)).startsWith("term 2 ");
            assertThat(work.calls).isEmpty();
        });
        assertThat(output).containsPattern("ERROR .*work: failed, it is not called again before the next leadership");
    }

    @Test
    void sourceThatCannotReportReadinessStartsTheMethodAtOnce() {
        run(Work.class, context -> {
            sink(context, "s1").readinessUnavailable("it has no such report");
            sink(context, "s1").acquired(1);

            assertThat(next(context.getBean(Work.class).calls)).startsWith("term 1 ");
        });
    }

    /** A tracker whose events start the thread before the report of the test returns. */
    @Configuration(proxyBeanMethods = false)
    static class SameThread {
        @Bean
        Tracker tracker() {
            return Tracker.builder("orders")
                    .strict(false)
                    .executor(Runnable::run)
                    .build();
        }

        @Bean
        LeadershipSink s1(Tracker tracker) {
            return tracker.track(TrackedContext.S1);
        }
    }

    @Test
    void acquisitionThatIsReportedTwiceDoesNotCallTheMethodAgain() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeadershipAutoConfiguration.class))
                .withUserConfiguration(SameThread.class, Work.class)
                .withPropertyValues("node=s1")
                .run(context -> {
                    var work = context.getBean(Work.class);
                    work.mayReturn.addAll(List.of("return", "return"));
                    var sink = context.getBean(LeadershipSink.class);
                    sink.acquired(7);
                    sink.ready();
                    assertThat(next(work.calls)).startsWith("term 7 ");
                    Awaitility.await().until(() -> !isRunning());
                    sink.acquired(7);
                    Awaitility.await().until(() -> !isRunning());

                    assertThat(work.calls).isEmpty();
                });
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("raft-election-run .*[wW]ork.work"));
    }

    /** Work that ignores the first interrupt. */
    static class Stubborn {
        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        final CountDownLatch mayEnd = new CountDownLatch(1);

        @RunWhenLeading
        void work(Leadership leadership) throws InterruptedException {
            calls.add("start " + leadership.server());
            while (true) {
                try {
                    mayEnd.await();
                    break;
                } catch (InterruptedException e) {
                    calls.add("interrupted");
                }
            }
            calls.add("end");
        }
    }

    @Test
    void callsNeverOverlap() {
        run(Stubborn.class, context -> {
            var work = context.getBean(Stubborn.class);
            sink(context, "s1").acquired(1);
            sink(context, "s1").ready();
            assertThat(next(work.calls)).isEqualTo("start s1");
            sink(context, "s1").lost();
            assertThat(next(work.calls)).isEqualTo("interrupted");
            sink(context, "s2").acquired(2);
            sink(context, "s2").ready();
            assertThat(work.calls).isEmpty();
            work.mayEnd.countDown();

            assertThat(next(work.calls)).isEqualTo("end");
            assertThat(next(work.calls)).isEqualTo("start s2");
        });
    }

    @Test
    void applicationDoesNotWaitForeverForAMethodThatIgnoresItsEnd(CapturedOutput output) {
        var works = new ArrayList<Stubborn>();
        run(
                Stubborn.class,
                context -> {
                    sink(context, "s1").acquired(1);
                    sink(context, "s1").ready();
                    works.add(context.getBean(Stubborn.class));
                    assertThat(next(works.get(0).calls)).isEqualTo("start s1");
                },
                "raft-election.run.shutdown-timeout=50ms");
        assertThat(output).contains("goes on although the application ends");
        works.get(0).mayEnd.countDown();
    }
}
