package io.raftelection.proofs.lincheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Runs random sequences of operations on one thread, since the scenarios of several threads are short. Each result must
 * equal that of the sequential specification.
 */
final class SequentialTest {
    private static final int SEQUENCES =
            System.getProperty("proofs.strength", "quick").equals("full") ? 200_000 : 20_000;
    private static final int OPERATIONS = 16;
    private static final List<Method> METHODS = Arrays.stream(TrackerOperations.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Operation.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();

    @Test
    void trackerEqualsItsSpecificationInEverySequence() throws Exception {
        var random = new Random(7);

        for (int i = 0; i < SEQUENCES; i++) {
            var tracker = new TrackerOperations();
            var model = new TrackerModel();
            var done = new ArrayList<String>();
            for (int j = 0; j < OPERATIONS; j++) {
                var method = METHODS.get(random.nextInt(METHODS.size()));
                var arguments = arguments(method, random);
                var specified = TrackerModel.class.getMethod(method.getName(), method.getParameterTypes());
                done.add(method.getName() + Arrays.toString(arguments));
                assertThat(method.invoke(tracker, arguments))
                        .as("%s", done)
                        .isEqualTo(specified.invoke(model, arguments));
            }
            assertThat(tracker.history()).as("%s", done).isEqualTo(model.history());
            assertThat(tracker.knownLeader()).as("%s", done).isEqualTo(model.knownLeader());
        }
    }

    private static Object[] arguments(Method method, Random random) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> value(parameter, random))
                .toArray();
    }

    /** Returns a value of the range that Lincheck uses for this parameter. */
    private static Integer value(Parameter parameter, Random random) {
        var name = parameter.getAnnotation(Param.class).name();
        var range = Arrays.stream(TrackerOperations.class.getAnnotationsByType(Param.class))
                .filter(param -> param.name().equals(name))
                .map(param -> param.conf().split(":"))
                .findFirst()
                .orElseThrow();
        int first = Integer.parseInt(range[0]);
        return first + random.nextInt(Integer.parseInt(range[1]) - first + 1);
    }
}
