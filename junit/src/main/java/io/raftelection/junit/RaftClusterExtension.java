package io.raftelection.junit;

import io.raftelection.Anomaly;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Implements {@link RaftCluster}. This class is public only because JUnit requires it. Its state is in the JUnit store
 * of each test.
 */
public final class RaftClusterExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RaftClusterExtension.class);

    /** Creates the extension. JUnit calls this constructor. */
    public RaftClusterExtension() {}

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        var annotation = annotation(test);
        var engine = create(annotation.engine());
        // JUnit closes objects in the store even if a later extension fails before the test.
        store(test)
                .put(TestFixture.class, new TestFixture(engine, ElectionControl.start(engine, annotation.servers())));
    }

    private static TestEngine create(Class<? extends TestEngine> engine) {
        try {
            return ReflectionSupport.newInstance(engine);
        } catch (Exception e) { // newInstance throws undeclared checked exceptions
            throw new ExtensionConfigurationException(
                    "engine " + engine.getName() + ": expected a class with a constructor without parameters", e);
        }
    }

    private static RaftCluster annotation(ExtensionContext test) {
        return places(test)
                .map(place -> AnnotationSupport.findAnnotation(place, RaftCluster.class))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException(
                        test.getDisplayName() + ": no @RaftCluster on the method or its classes"));
    }

    /** {@return the elements that may have annotations, by precedence: the method, its class, the enclosing classes} */
    private static Stream<AnnotatedElement> places(ExtensionContext test) {
        return Stream.concat(
                Stream.of(test.getRequiredTestMethod()),
                Stream.<Class<?>>iterate(
                        test.getRequiredTestClass(), each -> each != null, each -> each.getEnclosingClass()));
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        var fixture = fixture(test);
        if (fixture.isPresent()) {
            new TestOutcome(test, fixture.get(), allowed(test)).report();
        }
    }

    private static Set<Anomaly.Kind> allowed(ExtensionContext test) {
        return places(test)
                .map(place -> AnnotationSupport.findAnnotation(place, AllowsAnomaly.class))
                .flatMap(Optional::stream)
                .flatMap(allows -> Arrays.stream(allows.value()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Anomaly.Kind.class)));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return find(parameter, test).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return find(parameter, test).orElseThrow();
    }

    /** {@return the object for a parameter; empty before the test begins, for example for a constructor} */
    private static Optional<Object> find(ParameterContext parameter, ExtensionContext test) {
        return fixture(test).flatMap(each -> each.find(parameter.getParameter().getType()));
    }

    private static Optional<TestFixture> fixture(ExtensionContext test) {
        return Optional.ofNullable(store(test).get(TestFixture.class, TestFixture.class));
    }

    private static Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }
}
