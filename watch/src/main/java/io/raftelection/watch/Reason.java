package io.raftelection.watch;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Describes failures in words of one line, without class names and stack traces. */
final class Reason {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_CAUSES = 20;

    private Reason() {}

    /** {@return for example {@code connection refused}} */
    static String of(Throwable failure) {
        var next = failure;
        for (int i = 0; i < MAX_CAUSES && next != null; i++) {
            var words = words(next);
            if (!words.isBlank()) {
                return printable(words);
            }
            next = next.getCause();
        }
        return "failed without a message";
    }

    private static String words(Throwable failure) {
        var message = failure.getMessage();
        var cause = failure.getCause();
        if (message != null && !message.isBlank() && (cause == null || !message.equals(cause.toString()))) {
            return failure instanceof UnknownHostException && !message.contains("unknown host")
                    ? "unknown host: " + message
                    : message;
        }
        if (cause != null && !(cause instanceof ConnectException)) {
            return "";
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        if (failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        return failure instanceof TimeoutException ? "no answer in time" : "";
    }

    /** {@return text of one line: control characters become question marks, and a long text is cut} */
    static String printable(String text) {
        var shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]+", "?");
    }

    /** {@return for example {@code 2.000s}} */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03ds", time.toSeconds(), time.toMillisPart());
    }
}
