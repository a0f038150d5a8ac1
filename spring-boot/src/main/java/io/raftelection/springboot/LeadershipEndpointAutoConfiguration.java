package io.raftelection.springboot;

import io.raftelection.Tracker;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@link LeadershipEndpoint} if the application exposes it. */
@AutoConfiguration(after = LeadershipAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Tracker.class)
public class LeadershipEndpointAutoConfiguration {

    /** Creates it. */
    public LeadershipEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnAvailableEndpoint // not on the class, which is read before it is known that Actuator is there
    @ConditionalOnMissingBean
    LeadershipEndpoint leadershipEndpoint(Map<String, Tracker> trackers) {
        return new LeadershipEndpoint(trackers);
    }
}
