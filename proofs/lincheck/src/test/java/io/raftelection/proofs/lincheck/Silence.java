package io.raftelection.proofs.lincheck;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Logs nothing: warnings are expected here, a million times. */
enum Silence implements System.Logger {
    /** The one. */
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
