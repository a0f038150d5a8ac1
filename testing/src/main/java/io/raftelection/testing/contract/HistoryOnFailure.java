package io.raftelection.testing.contract;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints what a tracker heard, in the one notation, when a test has failed.
 *
 * <pre>{@code
 * @RegisterExtension
 * final HistoryOnFailure history = new HistoryOnFailure(tracker::history);
 * }</pre>
 */
public final class HistoryOnFailure implements TestWatcher {
    private final Supplier<?> history;

    /**
     * Creates it.
     *
     * @param history is asked for the history, or histories, when a test has failed and everything after it was done
     */
    public HistoryOnFailure(Supplier<?> history) {
        this.history = history;
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.err.println("history of " + context.getDisplayName() + "\n" + history.get());
    }
}
