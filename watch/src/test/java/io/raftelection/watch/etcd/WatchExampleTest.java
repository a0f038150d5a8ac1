package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the watch's page. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class WatchExampleTest {

    @TempDir
    private Path folder;

    @Test
    void exampleNamesTheLeader() throws Exception {
        try (var etcd = EtcdCluster.onLoopback(folder, 1).startAll()) {
            var member = etcd.servers().get(0);

            assertThat(leader(etcd.address(member))).isEqualTo(member);
        }
    }

    // region watch
    /** Returns who leads an etcd cluster, given the address of one member. */
    static ServerId leader(String address) throws Exception {
        var source = EtcdMembers.source(List.of(Endpoint.parse(address)), Access.open());
        try (var watch = Watch.start(source, WatchSettings.of("orders"))) {
            return watch.tracker().awaitLeader(Duration.ofSeconds(10)).server();
        }
    }
    // endregion
}
