import org.jspecify.annotations.NullMarked;

/** Reads which server led in clusters that already run, without changing them. */
@NullMarked
module io.raftelection.watch {
    requires transitive io.raftelection;
    requires transitive io.raftelection.report;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.watch.logs;
}
