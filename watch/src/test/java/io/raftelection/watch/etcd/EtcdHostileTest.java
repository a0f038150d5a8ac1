package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HostileServer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Watches a server that claims to be a member of etcd. Its answers change nothing, and the watch says what is wrong.
 */
@Timeout(120)
final class EtcdHostileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | : header: is missing",
                "[] | : is an array, expected an object",
                "{\"header\":7} | : header: is 7, expected an object",
                "{\"header\":{\"cluster_id\":\"x\"}} | : header: cluster_id: is \"x\", expected a whole number from 0 to 18446744073709551615",
                "{\"header\":{\"cluster_id\":\"1\",\"member_id\":\"2\"},\"leader\":\"2\"} | : raftTerm: is missing",
                "{\"header\":{\"cluster_id\":\"1\",\"member_id\":\"2\"},\"leader\":\"2\",\"raftTerm\":\"18446744073709551616\"} | : raftTerm: is \"18446744073709551616\", expected a whole number from 0 to 9223372036854775807",
                "{\"header\":{\"cluster_id\":\"1\",\"member_id\":\"2\"},\"leader\":{},\"raftTerm\":\"2\"} | : leader: is an object, expected a whole number from 0 to 18446744073709551615",
                "<html> | : the answer is not valid JSON: ",
            })
    void answerThatIsNotValidIsReported(String body, String words) throws Exception {
        var problems = new LinkedBlockingQueue<String>();
        try (var server = HostileServer.start(HostileServer.text(body));
                var watch = watch(server, problems)) {
            assertThat(problems.poll(60, TimeUnit.SECONDS))
                    .startsWith(server.address() + "/v3/maintenance/status" + words);
            assertThat(watch.tracker().history().events()).isEmpty();
        }
    }

    private static Watch watch(HostileServer server, BlockingQueue<String> problems) throws Exception {
        var source = EtcdMembers.source(List.of(Endpoint.parse(server.address())), Access.open());
        var settings = WatchSettings.of("etcd").withInterval(Duration.ofMillis(20));
        return Watch.start(source, settings, new WatchListener() {
            @Override
            public void problem(String subject, String reason) {
                problems.add(reason);
            }
        });
    }
}
