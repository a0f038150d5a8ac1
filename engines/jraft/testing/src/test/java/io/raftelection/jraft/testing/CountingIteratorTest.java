package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests when an entry counts as applied, in whatever way the user's state machine iterates. */
final class CountingIteratorTest {
    private final List<String> log = new ArrayList<>();

    /** The entries a, b and c. A test submitted the second, and the user the third. */
    private final class Entries implements Iterator {
        private final FutureClosure ours = new FutureClosure("ours");
        private final Closure users = status -> log.add("told " + status);
        private int at;

        @Override
        public boolean hasNext() {
            return at < 3;
        }

        @Override
        public ByteBuffer next() {
            var data = getData();
            at++;
            return data;
        }

        @Override
        public ByteBuffer getData() {
            return ByteBuffer.wrap(new byte[] {(byte) ('a' + at)});
        }

        @Override
        @SuppressWarnings("NullAway") // JRaft's own does
        public Closure done() {
            return at == 0 ? null : at == 1 ? ours : users;
        }

        @Override
        public long getIndex() {
            return at + 10L;
        }

        @Override
        public long getTerm() {
            return 7;
        }

        @Override
        public boolean commit() {
            return true;
        }

        @Override
        public void setAutoCommitPerLog(boolean status) {}

        @Override
        public void commitAndSnapshotSync(Closure done) {}

        @Override
        public void setErrorAndRollback(long ntail, Status st) {
            at = 3;
        }
    }

    private final Entries inner = new Entries();

    private void apply(Consumer<Iterator> stateMachine) {
        var batch = new CountingIterator(inner, () -> log.add("applied"));
        stateMachine.accept(batch.entries());
        batch.end();
    }

    private void does(ByteBuffer data) {
        log.add("does " + (char) data.get(0));
    }

    @Test
    void whoLooksBeforeGoingOnHasDoneItThen() {
        apply(entries -> {
            while (entries.hasNext()) {
                does(entries.getData());
                entries.next();
            }
        });

        assertThat(log).containsExactly("does a", "applied", "does b", "applied", "does c", "applied");
    }

    @Test
    void whoGoesOnBeforeLookingHasDoneItWhenMoreIsWanted() {
        apply(entries -> {
            while (entries.hasNext()) {
                does(entries.next());
            }
        });

        assertThat(log).containsExactly("does a", "applied", "does b", "applied", "does c", "applied");
    }

    @Test
    void whoReturnsEarlyHasDoneTheEntryAtHand() {
        apply(entries -> does(entries.getData()));

        assertThat(log).containsExactly("does a", "applied");
        assertThat(inner.at).isEqualTo(0);
    }

    @Test
    void whoGivesUpHasNotDoneTheEntryAtHand() {
        apply(entries -> {
            does(entries.getData());
            entries.setErrorAndRollback(1, Status.OK());
        });

        assertThat(log).containsExactly("does a");
    }

    @Test
    void whatIsThrownIsThrownAndNothingIsAppliedByThat() {
        assertThatThrownBy(() -> apply(entries -> {
                    throw new IllegalStateException("no");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);

        assertThat(log).isEmpty();
    }

    @Test
    void outcomeIsReportedWhenItsEntryIsAppliedAndTheUserSeesNone() throws Exception {
        apply(entries -> {
            assertThat(entries.done()).isNull();
            entries.next();
            assertThat(entries.done()).isNull();
            assertThat(inner.ours.done().toCompletableFuture()).isNotDone();
            entries.next();
            assertThat(entries.done()).isSameAs(inner.users);
            assertThat(entries.hasNext()).isTrue();
            assertThat(inner.ours.done().toCompletableFuture()).isCompleted();
            entries.done().run(Status.OK());
            entries.next();
        });

        assertThat(log).containsExactly("applied", "applied", "told Status[OK]", "applied");
    }
}
