package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A state machine: all the commands, in order. Its snapshot is a file of them. */
final class Words extends StateMachineAdapter {
    private static final String FILE = "words";

    private final List<String> words = new CopyOnWriteArrayList<>();

    List<String> said() {
        return List.copyOf(words);
    }

    /**
     * The buffer belongs to the log. Reading it without a duplicate would take the data from followers that lack it.
     */
    @Override
    public void onApply(Iterator entries) {
        while (entries.hasNext()) {
            words.add(
                    StandardCharsets.UTF_8.decode(entries.getData().duplicate()).toString());
            if (entries.done() != null) {
                entries.done().run(Status.OK());
            }
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
