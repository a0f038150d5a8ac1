package io.raftelection.springboot;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.microraft.testing.MicroRaftEngine;
import io.raftelection.testing.TestCluster;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A web application with a real cluster of three servers in its process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class OrdersApplication {
    static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));

    // region tracker
    @Bean
    Tracker tracker() {
        return Tracker.lenient("orders");
    }
    // endregion

    @Bean
    TestCluster cluster(Tracker tracker) throws Exception {
        var cluster = new TestCluster(new MicroRaftEngine(), SERVERS, tracker::track);
        cluster.start();
        return cluster;
    }

    @Bean
    Work work() {
        return new Work();
    }

    @Bean
    Heard heard() {
        return new Heard();
    }

    /** Keeps the events. */
    static final class Heard implements LeadershipListener {
        final BlockingQueue<LeadershipEvent> events = new LinkedBlockingQueue<>();

        @Override
        public void on(LeadershipEvent event) {
            events.add(event);
        }
    }

    /** Work that only the leader may do, until it is interrupted. */
    static class Work {
        final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

        // region work
        @RunWhenLeading
        void sendInvoices(Leadership leadership) throws InterruptedException {
            steps.add("start " + leadership.server());
            try {
                new CountDownLatch(1).await(); // interrupted by the loss
            } finally {
                steps.add("stop " + leadership.server());
            }
        }
        // endregion
    }
}
