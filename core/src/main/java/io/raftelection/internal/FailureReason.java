package io.raftelection.internal;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Describes a failure in words: its message and that of its root cause. Never throws, whatever the failure's methods
 * do.
 */
final class FailureReason {
    /** How many causes of a failure are read. */
    private static final int MAX_CAUSES = 50;

    private static final String CLOSED = "connection closed";

    private FailureReason() {}

    /** {@return for example {@code connection refused}; never blank, and never a class name alone} */
    static String of(@Nullable Throwable failure) {
        var causes = causes(failure);
        var messages = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (int i = 0; i < causes.size(); i++) {
            var message = message(causes.get(i), causes.subList(i + 1, causes.size()));
            if (!message.isEmpty()) {
                messages.add(message);
            } else if (!name(causes.get(i)).isEmpty()) {
                names.add(name(causes.get(i)));
            }
        }
        if (causes.isEmpty() || (messages.isEmpty() && names.isEmpty())) {
            return "failed without a message" + (causes.isEmpty() ? "" : " (" + type(causes.get(0)) + ")");
        }
        if (messages.isEmpty()) {
            return root(names);
        }
        var first = messages.get(0);
        return and(first, messages.size() > 1 || names.isEmpty() ? messages.get(messages.size() - 1) : root(names));
    }

    /** Appends words unless the text contains them. */
    static String and(String words, String more) {
        return words.toLowerCase(Locale.ROOT).contains(more.toLowerCase(Locale.ROOT)) ? words : words + ": " + more;
    }

    private static List<Throwable> causes(@Nullable Throwable failure) {
        var causes = new ArrayList<Throwable>();
        var seen = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
        for (var next = failure; next != null && seen.add(next) && causes.size() < MAX_CAUSES; next = cause(next)) {
            causes.add(next);
        }
        return causes;
    }

    private static @Nullable Throwable cause(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    /** Returns the message; empty if it only repeats a cause, as that of an ExecutionException does. */
    private static String message(Throwable failure, List<Throwable> causes) {
        try {
            var message = failure.getMessage();
            if (message == null || message.isBlank()) {
                return "";
            }
            for (var cause : causes) {
                if (message.equals(cause.toString())) {
                    return "";
                }
            }
            if (failure instanceof UnknownHostException) {
                return and("unknown host", message);
            }
            if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
                return and("class not found", message);
            }
            return failure instanceof SocketException || failure instanceof SocketTimeoutException
                    ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
                    : message;
        } catch (Throwable e) {
            return "";
        }
    }

    /** Returns a name for common failures that often have no message. */
    private static String name(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
            return "timed out";
        }
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            return CLOSED;
        }
        if (failure instanceof InterruptedException) {
            return "interrupted";
        }
        if (failure instanceof CancellationException) {
            return "cancelled";
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory";
        }
        return failure instanceof StackOverflowError ? "stack overflow" : "";
    }

    /** Returns the last name, except for the closed channel that every failed connection leaves. */
    private static String root(List<String> names) {
        var root = names.get(0);
        for (var name : names) {
            if (!name.equals(CLOSED)) {
                root = name;
            }
        }
        return root;
    }

    private static String type(Throwable failure) {
        var type = failure.getClass();
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
