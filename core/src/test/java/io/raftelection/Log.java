package io.raftelection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger that keeps its messages. */
final class Log implements System.Logger {
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    boolean debug;

    /** Whether every call throws. */
    boolean broken;

    @Override
    public String getName() {
        return "log";
    }

    @Override
    public boolean isLoggable(Level level) {
        check();
        return level != Level.DEBUG || debug;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        check();
        lines.add(level + " " + message + (thrown == null ? "" : ": " + thrown.getMessage()));
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... params) {
        check();
        lines.add(level + " " + format);
    }

    private void check() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
    }
}
