package io.raftelection.internal;

import java.util.ArrayList;
import java.util.List;

/** The pending waits of a tracker that claim no server. Created on demand. Guarded by the ledger's lock. */
final class PendingWaits {
    /** The pending calls of {@code await}. */
    final List<Expectation> waiters = new ArrayList<>(0);

    /** The pending calls that wait for something else. */
    final List<ConditionWait<?>> conditions = new ArrayList<>(0);
}
