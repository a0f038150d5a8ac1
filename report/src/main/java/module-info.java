import org.jspecify.annotations.NullMarked;

/** Records the events of a tracker, reads recordings, and draws them as a timeline. */
@NullMarked
module io.raftelection.report {
    requires transitive io.raftelection;
    requires com.fasterxml.jackson.core;
    requires jdk.httpserver;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.report;
}
