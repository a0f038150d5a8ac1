package io.raftelection.proofs.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares the trackers of all groups with the log of Ratis after each test, which fails if they differ. After each
 * class it writes the counts. A service file names it.
 */
public final class ComparisonExtension implements AfterEachCallback, AfterAllCallback {
    private static final Checks CHECKS = new Checks(RoleLog.INSTANCE);
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Called by JUnit. */
    public ComparisonExtension() {}

    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        if (isOfRatis(test) && Attachments.mode() != Mode.ALONE) {
            TESTS.incrementAndGet();
            var differences = CHECKS.compare();
            if (!differences.isEmpty()) {
                throw new AssertionError("tracker and engine differ:\n" + String.join("\n", differences));
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        var directory = System.getProperty("ratis.suites.counts");
        if (isOfRatis(tests) && Attachments.mode() == Mode.ATTACHED && directory != null) {
            AdapterAgent.check();
            var counts = CHECKS.counts(TESTS.get(), Attachments.servers());
            counts.write(Files.createDirectories(Path.of(directory))
                    .resolve(tests.getRequiredTestClass().getName()));
            if (counts.servers() == 0) {
                throw new AssertionError(tests.getRequiredTestClass() + ": has started no server with an adapter");
            }
        }
    }

    private static boolean isOfRatis(ExtensionContext context) {
        return context.getTestClass()
                .map(of -> of.getName().startsWith("org.apache.ratis."))
                .orElse(false);
    }
}
