import org.jspecify.annotations.NullMarked;

/** The command raft-election. */
@NullMarked
module io.raftelection.cli {
    requires io.raftelection.report;
    requires io.raftelection.ratis;
    requires info.picocli;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    opens io.raftelection.cli to
            info.picocli;
}
