package io.raftelection.springboot;

import io.micrometer.core.instrument.MeterRegistry;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Binds the meters of each tracker to the registries of the application. */
@AutoConfiguration(after = LeadershipAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, LeadershipMetrics.class})
@ConditionalOnBean(Tracker.class)
public class LeadershipMetricsAutoConfiguration {

    /** Creates it. */
    public LeadershipMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(LeadershipMetrics.class)
    TrackerMetrics raftElectionMetrics(Map<String, Tracker> trackers, RaftElectionProperties properties) {
        return new TrackerMetrics(trackers.values(), properties.metrics().maxServers());
    }
}
