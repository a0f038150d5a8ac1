package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import io.raftelection.spi.DelegatingProxy;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Entries that the user's state machine goes through. One is applied when the user wants to know of the next, or
 * returns: some look at an entry and then go on, others go on and then look at what they left.
 *
 * <p>The outcome of a command that a test submitted is told here. The user is not shown it, as though the entry came
 * from another server, for users expect closures of their own.
 */
final class CountingIterator {
    private final Iterator inner;
    private final Runnable applied;
    private boolean left;
    private @Nullable FutureClosure outcome;

    /** Of entries of which nothing was seen yet. */
    CountingIterator(Iterator inner, Runnable applied) {
        this.inner = inner;
        this.applied = applied;
    }

    /** What the user is to go through. */
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

    /** The user has returned. JRaft takes an entry that the user did not leave for applied. */
    void end() {
        leave();
        settle();
    }
}
