import org.jspecify.annotations.NullMarked;

/** Metrics of the leadership of a Raft cluster, for Micrometer. */
@NullMarked
module io.raftelection.micrometer {
    requires transitive io.raftelection;
    requires transitive micrometer.core;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.micrometer;
}
