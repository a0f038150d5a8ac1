import org.jspecify.annotations.NullMarked;

/** Tracks which server of a Raft cluster leads, since when, and proves it. */
@NullMarked
module io.raftelection {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection;
    exports io.raftelection.spi;
}
