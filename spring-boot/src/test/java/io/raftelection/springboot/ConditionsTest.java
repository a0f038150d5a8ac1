package io.raftelection.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which parts there are, by what the application has. */
final class ConditionsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LeadershipAutoConfiguration.class,
                    LeadershipHealthAutoConfiguration.class,
                    LeadershipEndpointAutoConfiguration.class,
                    LeadershipMetricsAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    /** An application with one tracker. */
    @Configuration(proxyBeanMethods = false)
    static class One {
        @Bean
        Tracker orders() {
            return Tracker.lenient("orders");
        }
    }

    /** An application with two trackers. */
    @Configuration(proxyBeanMethods = false)
    static class Two {
        @Bean
        Tracker orders() {
            return Tracker.lenient("orders");
        }

        @Bean
        Tracker bills() {
            return Tracker.lenient("bills");
        }

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void applicationWithoutATrackerHasNothing() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(HealthContributor.class)
                .doesNotHaveBean(LeadershipEndpoint.class)
                .doesNotHaveBean(ListenerBeans.class)
                .doesNotHaveBean(TrackerMetrics.class));
    }

    @Test
    void applicationWithATrackerHasEverything() {
        runner.withUserConfiguration(One.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(LeadershipHealthIndicator.class)
                        .hasSingleBean(LeadershipEndpoint.class)
                        .hasSingleBean(ListenerBeans.class)
                        .hasSingleBean(TrackerMetrics.class));
    }

    @Test
    void applicationWithoutMicrometerOrOurMetricsHasNoMetrics() {
        for (var missing : List.of(MeterRegistry.class, LeadershipMetrics.class)) {
            runner.withUserConfiguration(One.class)
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TrackerMetrics.class));
        }
    }

    @Test
    void applicationWithoutActuatorHasListenersAndMethodsOnly() {
        runner.withUserConfiguration(One.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ListenerBeans.class)
                        .doesNotHaveBean("leadershipHealthContributor")
                        .doesNotHaveBean("leadershipEndpoint"));
    }

    @Test
    void partsCanBeTurnedOff() {
        runner.withUserConfiguration(One.class)
                .withPropertyValues(
                        "management.health.leadership.enabled=false", "management.endpoint.leadership.access=NONE")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HealthContributor.class)
                        .doesNotHaveBean(LeadershipEndpoint.class));
    }

    @Test
    void eachOfSeveralTrackersHasItsHealthAndItsMeters() {
        runner.withUserConfiguration(Two.class).run(context -> {
            var names = new ArrayList<String>();
            context.getBean(CompositeHealthContributor.class).forEach(each -> names.add(each.getName()));
            assertThat(names).containsExactlyInAnyOrder("orders", "bills");
            assertThat(context.getBean(LeadershipEndpoint.class).leadership().trackers())
                    .containsOnlyKeys("orders", "bills");
            var registry = context.getBean(MeterRegistry.class);
            context.getBean(TrackerMetrics.class).bindTo(registry);
            assertThat(registry.find("raft.election.term").gauges()).hasSize(2);
            context.getBean(TrackerMetrics.class).close();
            assertThat(registry.getMeters()).isEmpty();
        });
    }

    @Test
    void metadataDescribesEveryProperty() throws Exception {
        try (var metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(metadata).isNotNull();
            var properties = new ObjectMapper().readTree(metadata).path("properties");
            var names = new ArrayList<String>();
            properties.forEach(property -> {
                names.add(property.path("name").asText());
                assertThat(property.path("description").asText()).isNotBlank();
            });
            assertThat(names)
                    .contains(
                            "raft-election.server",
                            "raft-election.health.requires",
                            "raft-election.health.grace",
                            "raft-election.metrics.max-servers",
                            "raft-election.run.shutdown-timeout");
        }
    }
}
