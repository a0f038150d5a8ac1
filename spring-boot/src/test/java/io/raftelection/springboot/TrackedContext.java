package io.raftelection.springboot;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Application contexts with a tracker of two servers, whose reports a test makes. */
final class TrackedContext {
    static final ServerId S1 = ServerId.of("s1");

    /** A tracker of two servers whose reports the test makes. */
    @Configuration(proxyBeanMethods = false)
    static class Tracked {
        @Bean
        Tracker tracker() {
            return Tracker.lenient("orders");
        }

        @Bean
        LeadershipSink s1(Tracker tracker) {
            return tracker.track(S1);
        }

        @Bean
        LeadershipSink s2(Tracker tracker) {
            return tracker.track(ServerId.of("s2"));
        }
    }

    /** Work that a test lets return. */
    static class Work {
        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        final BlockingQueue<String> mayReturn = new LinkedBlockingQueue<>();

        @RunWhenLeading(server = "${node}")
        void work(Leadership leadership) throws InterruptedException {
            calls.add("term " + leadership.term().orElseThrow() + " "
                    + Thread.currentThread().getName());
            var how = mayReturn.take();
            if (how.equals("throw")) {
                throw new IllegalStateException("planted");
            }
        }
    }

    static void run(Class<?> work, Consumer<AssertableApplicationContext> test, String... properties) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeadershipAutoConfiguration.class))
                .withUserConfiguration(Tracked.class, work)
                .withPropertyValues("node=s1")
                .withPropertyValues(properties)
                .run(test::accept);
    }

    static LeadershipSink sink(AssertableApplicationContext context, String server) {
        return context.getBean(server, LeadershipSink.class);
    }

    static String next(BlockingQueue<String> queue) {
        try {
            return String.valueOf(queue.poll(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private TrackedContext() {}
}
