package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordingListener;
import io.raftelection.watch.logs.LogSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal how far a long read is. Used by one thread. */
final class ReadingProgress implements AutoCloseable {
    /** Short reads show nothing. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How many events are counted between two readings of the clock. */
    private static final long STRIDE = 1 << 12;

    private static final long MEGABYTE = 1_000_000;

    private final Screen screen;
    private long next = System.nanoTime() + PAUSE_NANOS;

    ReadingProgress(Screen screen) {
        this.screen = screen;
    }

    /** {@return a listener that shows the number of events and passes everything on} */
    RecordingListener events(RecordingListener listener) {
        return new Tee(new Count(), listener);
    }

    /** Counts events. */
    private final class Count implements RecordingListener {
        private long events;

        @Override
        public void event(LeadershipEvent event) {
            if (++events % STRIDE == 0) {
                show("reading, " + String.format(Locale.ROOT, "%,d", events) + " events");
            }
        }
    }

    /** {@return a source that shows how much of it was read} */
    LogSource bytes(LogSource source) {
        return new LogSource() {
            @Override
            public String name() {
                return source.name();
            }

            @Override
            public Optional<Path> path() {
                return source.path();
            }

            @Override
            public InputStream open() throws IOException {
                return new Counted(source.open(), source.name());
            }
        };
    }

    /** Counts bytes. */
    private final class Counted extends FilterInputStream {
        private final String name;
        private long bytes;

        Counted(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) {
            bytes += more;
            show("reading " + name + ", " + bytes / MEGABYTE + " MB");
        }
    }

    private void show(String text) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + PAUSE_NANOS;
            screen.waiting("  " + text);
        }
    }

    @Override
    public void close() {
        screen.done();
    }
}
