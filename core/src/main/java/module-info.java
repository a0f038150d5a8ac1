import org.jspecify.annotations.NullMarked;

/** Tracks which server of a Raft cluster leads, since when, and proves it. */
@NullMarked
@SuppressWarnings("module") // these modules are compiled later
module io.raftelection {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires static jdk.jfr; // a JVM need not have it

    exports io.raftelection;
    exports io.raftelection.spi;
    // Recordings of several processes are merged as histories are, and metrics know a leader as summaries do.
    exports io.raftelection.internal to
            io.raftelection.report,
            io.raftelection.micrometer;
}
