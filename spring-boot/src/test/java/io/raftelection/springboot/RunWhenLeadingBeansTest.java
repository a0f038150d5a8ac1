package io.raftelection.springboot;

import static io.raftelection.springboot.TrackedContext.next;
import static io.raftelection.springboot.TrackedContext.run;
import static io.raftelection.springboot.TrackedContext.sink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftelection.springboot.TrackedContext.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

/** Which beans may have methods with {@link RunWhenLeading}. */
@Timeout(60)
final class RunWhenLeadingBeansTest {
    /** Has a parameter that nothing can supply. */
    static class WrongParameter {
        @RunWhenLeading
        void work(String term) {}
    }

    /** Has a result that nobody reads. */
    static class WrongResult {
        @RunWhenLeading
        int work() {
            return 1;
        }
    }

    /** A bean of which there may be many. */
    @Configuration(proxyBeanMethods = false)
    static class Prototypes {
        @Bean
        @Scope("prototype")
        Work prototype() {
            return new Work();
        }
    }

    @Test
    void methodThatCannotBeCalledFailsTheStart() {
        run(
                WrongParameter.class,
                context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(
                                "work: has other parameters, expected none or one of the type io.raftelection.Leadership"));
        run(
                WrongResult.class,
                context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("work: returns int, expected void"));
        run(
                Prototypes.class,
                context -> assertThat(catchThrowable(() -> context.getBean("prototype")))
                        .rootCause()
                        .hasMessageContaining("the bean is no singleton"));
        run(
                Work.class,
                context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("server id: is blank"),
                "node=\u00a0 ");
    }

    /** A bean that is created when it is asked for. */
    @Configuration(proxyBeanMethods = false)
    static class LazyWork {
        @Bean
        @Lazy
        Work work() {
            return new Work();
        }
    }

    @Test
    void beanThatIsCreatedLateRunsFromThenOn() {
        run(LazyWork.class, context -> {
            sink(context, "s1").acquired(1);
            sink(context, "s1").ready();

            assertThat(next(context.getBean(Work.class).calls)).startsWith("term 1 ");
        });
    }
}
