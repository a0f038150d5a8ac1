package io.raftelection.curator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.zookeeper.util.ServiceUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZooKeeper writes a snapshot at each start, and ends the JVM if it cannot. The embedded server throws instead. */
final class EmbeddedZooKeeperTest {
    private final List<Integer> exits = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void restore() {
        ServiceUtils.setSystemExitProcedure(ServiceUtils.SYSTEM_EXIT);
    }

    @Test
    void snapshotThatCannotBeWrittenThrowsAndDoesNotEndTheJvm() throws Exception {
        ServiceUtils.setSystemExitProcedure(exits::add);
        var server = EmbeddedZooKeeper.server(directory);
        server.startdata();
        delete(directory.resolve("version-2"));

        assertThatThrownBy(server::takeSnapshot).isInstanceOf(IOException.class);

        assertThat(exits).isEmpty();
        server.getTxnLogFactory().close();
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
