package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table behaves like a map, in any order of the terms. */
final class TermTableTest {

    @ParameterizedTest
    @ValueSource(longs = {100, 10_000, 1L << 20, 1L << 34, Long.MAX_VALUE})
    void tableAnswersAsAMapDoes(long bound) {
        var random = new Random(bound);
        var table = new TermTable();
        var servers = new TreeMap<Long, Integer>();
        for (int i = 0; i < 20_000; i++) {
            long term = i % 3 == 0 ? i : random.nextLong(bound);
            int server = random.nextInt(i < 10_000 ? 5 : 1_000);

            boolean isNew = table.add(term, server, term);

            assertThat(isNew).isEqualTo(!servers.containsKey(term));
            servers.putIfAbsent(term, server);
            assertThat(table.size()).isEqualTo(servers.size());
        }
        servers.forEach((term, server) -> {
            assertThat(table.add(term, -1, 0)).isFalse();
            assertThat(table.server()).isEqualTo(server);
            assertThat(table.at()).isEqualTo(term);
            assertThat(table.markSplit()).isTrue();
            assertThat(table.markSplit()).isFalse();
            assertThat(table.at()).isEqualTo(term);
        });
    }
}
