import org.jspecify.annotations.NullMarked;

/** What the README shows, compiled. */
@NullMarked
module io.raftelection.examples {
    requires io.raftelection.ratis;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.examples;
}
