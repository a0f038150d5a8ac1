import org.jspecify.annotations.NullMarked;

/** Records what a tracker hears, reads it back, and draws it. */
@NullMarked
module io.raftelection.report {
    requires transitive io.raftelection;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.report;
}
