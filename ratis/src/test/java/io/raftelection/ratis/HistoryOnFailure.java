package io.raftelection.ratis;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints what the tracker of a failed test heard. */
final class HistoryOnFailure implements TestWatcher {

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        context.getTestInstance()
                .filter(RatisClusterTest.class::isInstance)
                .map(RatisClusterTest.class::cast)
                .ifPresent(test ->
                        System.err.println("history of " + context.getDisplayName() + "\n" + test.tracker.history()));
    }
}
