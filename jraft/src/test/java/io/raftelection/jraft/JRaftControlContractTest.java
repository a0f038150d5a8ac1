package io.raftelection.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tests decide who leads in clusters of SOFAJRaft. */
final class JRaftControlContractTest extends ControlContract {

    /** All the commands, in order. */
    private static final class Words extends StateMachineAdapter {
        private static final String FILE = "words";

        private final List<String> words = new ArrayList<>();

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                words.add(StandardCharsets.UTF_8.decode(entries.getData()).toString());
                entries.next();
            }
        }

        @Override
        public void onSnapshotSave(SnapshotWriter writer, Closure done) {
            try {
                Files.write(Path.of(writer.getPath(), FILE), words);
                done.run(writer.addFile(FILE) ? Status.OK() : new Status(RaftError.EIO, "not added"));
            } catch (IOException e) {
                done.run(new Status(RaftError.EIO, "not written: %s", e));
            }
        }

        @Override
        public boolean onSnapshotLoad(SnapshotReader reader) {
            try {
                words.clear();
                words.addAll(Files.readAllLines(Path.of(reader.getPath(), FILE)));
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Override
    protected TestEngine engine() {
        return (servers, sinks) -> JRaftCluster.builder(servers, sinks)
                .stateMachines(server -> new Words())
                .build();
    }

    /** Twice what is set, which it is by chance. */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return JRaftContractTest.isOfTheWholeJvm(thread);
    }
}
