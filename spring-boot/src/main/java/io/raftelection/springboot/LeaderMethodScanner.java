package io.raftelection.springboot;

import java.util.function.Consumer;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the methods with {@link RunWhenLeading} in each bean that is created. */
final class LeaderMethodScanner implements BeanPostProcessor {
    private final ConfigurableListableBeanFactory beans;
    private final Consumer<LeaderMethod> found;

    LeaderMethodScanner(ConfigurableListableBeanFactory beans, Consumer<LeaderMethod> found) {
        this.beans = beans;
        this.found = found;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        var type = AopUtils.getTargetClass(bean);
        if (bean instanceof AopInfrastructureBean || !AnnotationUtils.isCandidateClass(type, RunWhenLeading.class)) {
            return bean;
        }
        MethodIntrospector.MetadataLookup<RunWhenLeading> annotations =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, RunWhenLeading.class);
        MethodIntrospector.selectMethods(type, annotations).forEach((method, annotation) -> {
            if (beans.containsBeanDefinition(beanName) && !beans.isSingleton(beanName)) {
                throw new IllegalStateException("@RunWhenLeading " + beanName + "." + method.getName()
                        + ": the bean is no singleton, expected one");
            }
            found.accept(LeaderMethod.of(beanName, bean, method, annotation));
        });
        return bean;
    }
}
