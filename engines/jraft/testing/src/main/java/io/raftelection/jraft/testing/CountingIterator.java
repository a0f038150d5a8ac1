package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import io.raftelection.spi.DelegatingProxy;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries that the user's state machine applies. An entry counts as applied when the user asks for the next
 * one or returns, because some users call {@code next()} after they applied an entry, and others before.
 *
 * <p>It completes the closure of a command that a test submitted. The user does not see that closure, as if the entry
 * came from another server, because users expect closures of their own.
 */
final class CountingIterator {
    private final Iterator inner;
    private final Runnable applied;
    private boolean left;
    private @Nullable FutureClosure outcome;

    /** Creates an iterator at the start of the entries. */
    CountingIterator(Iterator inner, Runnable applied) {
        this.inner = inner;
        this.applied = applied;
    }

    /** Returns the iterator for the user's state machine. */
    Iterator entries() {
        return DelegatingProxy.of(Iterator.class, inner, this::call);
    }

    private @Nullable Object call(Method method, @Nullable Object[] args) throws Throwable {
        switch (method.getName()) {
            case "hasNext" -> settle();
            case "next" -> leave();
            case "done" -> {
                return usersClosure();
            }
            default -> {}
        }
        return DelegatingProxy.call(inner, method, args);
    }

    private @Nullable Closure usersClosure() {
        var closure = inner.done();
        return closure instanceof FutureClosure ? null : closure;
    }

    private void leave() {
        settle();
        if (inner.hasNext()) {
            left = true;
            outcome = inner.done() instanceof FutureClosure ours ? ours : null;
        }
    }

    private void settle() {
        if (left) {
            left = false;
            applied.run();
            if (outcome != null) {
                outcome.run(Status.OK());
                outcome = null;
            }
        }
    }

    /** Ends the iteration when the user has returned. JRaft counts an entry that the user did not leave as applied. */
    void end() {
        leave();
        settle();
    }
}
