package io.raftelection.springboot;

import io.raftelection.LeadershipListener;
import io.raftelection.Tracker;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Subscribes the listeners of an application, and runs its methods with {@link RunWhenLeading}. It needs a
 * {@link Tracker} among the beans.
 */
@AutoConfiguration
@ConditionalOnBean(Tracker.class)
@EnableConfigurationProperties(RaftElectionProperties.class)
public class LeadershipAutoConfiguration {

    /** Creates it. */
    public LeadershipAutoConfiguration() {}

    @Bean
    Trackers raftElectionTrackers(ListableBeanFactory beans) {
        return new Trackers(beans);
    }

    @Bean
    ListenerBeans raftElectionListeners(Trackers trackers, ObjectProvider<LeadershipListener> listeners) {
        return new ListenerBeans(trackers, listeners);
    }

    @Bean
    static LeaderMethods raftElectionLeaderMethods(
            ObjectProvider<Trackers> trackers,
            ObjectProvider<RaftElectionProperties> properties,
            Environment environment) {
        return new LeaderMethods(trackers, properties, environment);
    }

    @Bean
    static LeaderMethodScanner raftElectionLeaderMethodScanner(
            ConfigurableListableBeanFactory beans, LeaderMethods methods) {
        return new LeaderMethodScanner(beans, methods::add);
    }
}
