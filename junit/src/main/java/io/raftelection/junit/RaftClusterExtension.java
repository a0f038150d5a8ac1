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
 * What {@link RaftCluster} says is done; for JUnit, which is sent here by that. Keeps nothing but in the store of each
 * test.
 */
public final class RaftClusterExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RaftClusterExtension.class);

    /** Creates it; for JUnit. */
    public RaftClusterExtension() {}

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        var wanted = wanted(test);
        var engine = made(wanted.engine());
        // In the store at once: what is there is closed also when something between here and the test fails.
        store(test).put(Arrangement.class, new Arrangement(engine, ElectionControl.start(engine, wanted.servers())));
    }

    private static TestEngine made(Class<? extends TestEngine> engine) {
        try {
            return ReflectionSupport.newInstance(engine);
        } catch (Exception e) { // also checked ones, which JUnit does not declare
            throw new ExtensionConfigurationException(
                    "engine " + engine.getName() + ": expected a class with a constructor of no parameters", e);
        }
    }

    private static RaftCluster wanted(ExtensionContext test) {
        return places(test)
                .map(place -> AnnotationSupport.findAnnotation(place, RaftCluster.class))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException(
                        test.getDisplayName() + ": no @RaftCluster on the method or its classes"));
    }

    /** Where annotations may be, those that count first: the method, its class, the classes around that. */
    private static Stream<AnnotatedElement> places(ExtensionContext test) {
        return Stream.concat(
                Stream.of(test.getRequiredTestMethod()),
                Stream.<Class<?>>iterate(
                        test.getRequiredTestClass(), each -> each != null, each -> each.getEnclosingClass()));
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        var arrangement = arrangement(test);
        if (arrangement.isPresent()) {
            new Verdict(test, arrangement.get(), allowed(test)).reach();
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

    /** Nothing before a test has begun, as in a constructor. */
    private static Optional<Object> find(ParameterContext parameter, ExtensionContext test) {
        return arrangement(test)
                .flatMap(each -> each.find(parameter.getParameter().getType()));
    }

    private static Optional<Arrangement> arrangement(ExtensionContext test) {
        return Optional.ofNullable(store(test).get(Arrangement.class, Arrangement.class));
    }

    private static Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }
}
