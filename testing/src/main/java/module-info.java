import org.jspecify.annotations.NullMarked;

/** Scenarios as text: what a tracker makes of a run, played on manual time and compared with what was expected. */
@NullMarked
module io.raftelection.testing {
    requires transitive io.raftelection;
    requires static org.jspecify;

    exports io.raftelection.testing;
}
