package io.raftelection.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Provides the version from the manifest of the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
        return new String[] {"raft-election " + version.orElse("(not packaged)")};
    }
}
