package io.raftelection.springboot;

import io.raftelection.Tracker;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.CompositeHealthContributorConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@link LeadershipHealthIndicator} for each tracker, under the name {@code leadership}. */
@AutoConfiguration(after = LeadershipAutoConfiguration.class)
@ConditionalOnClass(HealthContributor.class)
@ConditionalOnBean(Tracker.class)
public class LeadershipHealthAutoConfiguration
        extends CompositeHealthContributorConfiguration<LeadershipHealthIndicator, Tracker> {

    /**
     * Creates it.
     *
     * @param properties the properties of the application
     */
    public LeadershipHealthAutoConfiguration(RaftElectionProperties properties) {
        super(tracker -> new LeadershipHealthIndicator(tracker, properties.health()));
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("leadership") // not on the class, see LeadershipEndpointAutoConfiguration
    @ConditionalOnMissingBean(name = {"leadershipHealthIndicator", "leadershipHealthContributor"})
    HealthContributor leadershipHealthContributor(Map<String, Tracker> trackers) {
        return createContributor(trackers);
    }
}
