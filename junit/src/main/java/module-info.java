import org.jspecify.annotations.NullMarked;

/** For tests with JUnit Jupiter: real clusters, whose leaders the test chooses. */
@NullMarked
module io.raftelection.junit {
    requires transitive io.raftelection.testing;
    requires transitive org.junit.jupiter.api;
    requires io.raftelection.report;
    requires static org.jspecify;

    exports io.raftelection.junit;

    opens io.raftelection.junit to
            org.junit.platform.commons;
}
