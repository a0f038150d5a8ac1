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
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
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
 * Implements {@link RaftCluster}. This class is public only because JUnit requires it. Its state is in the JUnit stores
 * of the tests and of their classes.
 */
public final class RaftClusterExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RaftClusterExtension.class);

    /** The part of a test in a fixture: a cluster of its own, or a turn of a cluster of its class. */
    private record Use(TestFixture fixture, TestOutcome.End end) {}

    /** Creates the extension. JUnit calls this constructor. */
    public RaftClusterExtension() {}

    /** Nested classes use the cluster of the enclosing class, unless they have an annotation of their own. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var annotation = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RaftCluster.class)
                .filter(RaftClusterExtension::isPerClass);
        if (annotation.isPresent()) {
            var fixture = start(annotation.get());
            store(context).put(context.getRequiredTestClass(), new Use(fixture, fixture::close));
            store(context).put(TestFixture.class, fixture);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        var use = store(context).remove(context.getRequiredTestClass(), Use.class);
        if (use != null) {
            new TestOutcome(context, use.fixture(), allowed(context)).report(use.end());
        }
    }

    private static boolean isPerClass(RaftCluster annotation) {
        return annotation.lifecycle() == Lifecycle.PER_CLASS;
    }

    private static TestFixture start(RaftCluster annotation) throws Exception {
        var engine = create(annotation.engine());
        return new TestFixture(engine, ElectionControl.start(engine, annotation.servers()));
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        var annotation = annotation(test);
        if (isPerClass(annotation)) {
            var fixture = ofClass(test);
            begin(test, fixture, fixture.control()::reset);
        } else {
            var fixture = start(annotation);
            // From JUnit 5.13 on, JUnit closes objects in the store even if a later extension fails before the test.
            store(test).put(TestFixture.class, fixture);
            begin(test, fixture, fixture::close);
        }
    }

    private static void begin(ExtensionContext test, TestFixture fixture, TestOutcome.End end)
            throws InterruptedException {
        fixture.beginTurn();
        store(test).put(Use.class, new Use(fixture, end));
    }

    private static TestFixture ofClass(ExtensionContext test) {
        if (AnnotationSupport.isAnnotated(test.getRequiredTestMethod(), RaftCluster.class)) {
            throw new ExtensionConfigurationException(
                    test.getDisplayName() + ": has lifecycle PER_CLASS on a method, expected that on a class");
        }
        return fixture(test)
                .orElseThrow(() -> new ExtensionConfigurationException(test.getDisplayName() + ": has no cluster"));
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

    /** {@return the elements that may have annotations, by precedence: the method if there is one, the classes} */
    private static Stream<AnnotatedElement> places(ExtensionContext test) {
        return Stream.concat(
                test.getTestMethod().stream(),
                Stream.<Class<?>>iterate(
                        test.getRequiredTestClass(), each -> each != null, each -> each.getEnclosingClass()));
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        var use = store(test).remove(Use.class, Use.class);
        if (use != null) {
            try {
                new TestOutcome(test, use.fixture(), allowed(test)).report(use.end());
            } finally {
                use.fixture().endTurn();
            }
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
