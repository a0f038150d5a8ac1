package io.raftelection.watch.recording;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.DamagedRecordingException;
import io.raftelection.report.LiveRecording;
import io.raftelection.report.RecordingListener;
import io.raftelection.watch.WatchTarget;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports what one file records. Used by one thread. */
final class FollowedFile implements RecordingListener {
    private final String name;
    private final WatchTarget target;
    private final Servers servers;
    private final GrowingFile file;
    private final RunReports reports;
    private final RunFacts facts;
    private LiveRecording lines = new LiveRecording(this);

    /** What holds now. It is collected as long as the content of before the start is read. */
    private final PresentState state = new PresentState();

    private boolean isCaughtUp;

    /** Whether the run belongs to another cluster, so that its events do not count. */
    private boolean isForeign;

    private boolean isDamaged;

    /** An event of before the start, which still holds. */
    record Present(FollowedFile file, LeadershipEvent event) {
        void report() {
            file.reports.present(event);
        }
    }

    FollowedFile(Path path, WatchTarget target, Servers servers) {
        this.name = path.toString().replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        this.target = target;
        this.servers = servers;
        this.file = new GrowingFile(path);
        this.reports = new RunReports(name, servers);
        this.facts = new RunFacts(name, servers);
    }

    /** Reads what the file contains already. {@return what of it still holds} */
    List<Present> catchUp() throws InterruptedException, ClosedByInterruptException {
        read();
        isCaughtUp = true;
        return state.events().stream().map(event -> new Present(this, event)).toList();
    }

    /** Reads what was written since the last call. */
    void read() throws InterruptedException, ClosedByInterruptException {
        try {
            for (var next = file.read(); next != GrowingFile.Read.NOTHING; next = file.read()) {
                if (next == GrowingFile.Read.RESTARTED) {
                    end();
                    lines = new LiveRecording(this);
                    isDamaged = false;
                    isForeign = false;
                } else {
                    lines.add(file.bytes());
                    pass();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            if (!isDamaged && !isForeign) {
                target.solved(name);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (NoSuchFileException e) {
            target.problem(name, "does not exist yet");
        } catch (AccessDeniedException e) {
            target.problem(name, "cannot be read: access denied");
        } catch (IOException e) {
            target.problem(name, "cannot be read: " + e.getMessage());
        }
    }

    private void pass() throws IOException {
        boolean more = true;
        while (more) {
            try {
                more = lines.next();
                isDamaged &= !more;
            } catch (DamagedRecordingException e) {
                isDamaged = true;
                target.problem(name, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void started(String cluster, Instant startedAt) {
        end();
        var other = servers.otherCluster(cluster, name);
        isForeign = other.isPresent();
        other.ifPresent(words -> target.problem(name, words));
    }

    @Override
    public void event(LeadershipEvent event) {
        if (isForeign) {
            return;
        }
        if (isCaughtUp) {
            facts.before(event.at());
            reports.report(event);
            facts.after(event.at());
        } else {
            state.on(event);
        }
    }

    @Override
    public void fact(Fact fact) {
        if (isForeign) {
            return;
        }
        if (isCaughtUp) {
            facts.report(fact);
        } else {
            state.on(fact);
        }
    }

    /** What goes on may have ended in a line that is missing. */
    @Override
    public void missed(Duration at, long events) {
        state.missed();
        facts.missed();
    }

    @Override
    public void missedFacts(Duration at, long count) {
        missed(at, 0);
    }

    @Override
    public void torn(long line) {
        state.missed();
        facts.missed();
    }

    @Override
    public void ended(Duration until) {
        end();
    }

    private void end() {
        state.clear();
        facts.end(); // first, so that whoever receives the last loss finds its cause
        reports.end();
    }

    /** Reports the facts of before the start that go on. The events of before the start are reported before them. */
    void reportPresentFacts() {
        state.facts().forEach(facts::report);
    }

    void close() {
        file.close();
    }
}
