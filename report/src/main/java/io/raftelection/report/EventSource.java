package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of a recording lazily. */
final class EventSource extends Spliterators.AbstractSpliterator<LeadershipEvent> implements RecordingListener {
    private final RecordingParser parser;
    private @Nullable LeadershipEvent next;

    EventSource(InputStream file) throws IOException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.parser = RecordingParser.of(file, this);
    }

    @Override
    public void event(LeadershipEvent event) {
        next = event;
    }

    @Override
    public boolean tryAdvance(Consumer<? super LeadershipEvent> action) {
        try {
            boolean more = true;
            while (next == null && more) {
                more = parser.step();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        var event = next;
        next = null;
        if (event != null) {
            action.accept(event);
        }
        return event != null;
    }
}
