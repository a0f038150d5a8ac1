package io.raftelection.proofs.lincheck;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Discards all messages, because the tests cause millions of warnings. */
enum Silence implements System.Logger {
    /** The only instance. */
    INSTANCE;

    @Override
    public String getName() {
        return "silence";
    }

    @Override
    public boolean isLoggable(Level level) {
        return false;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {}
}
