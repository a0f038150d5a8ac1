package io.raftelection.benchmarks;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger that enables all levels and discards all messages. */
final class Discarding implements System.Logger {
    @Override
    public String getName() {
        return "discarding";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {}
}
