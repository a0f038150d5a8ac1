package io.raftelection.jgroups.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;

/** The adapter reports views, readiness and members of real servers. */
final class JGroupsRaftViewsTest extends ViewContract {

    @Override
    protected TestEngine engine() {
        return new JGroupsRaftEngine();
    }
}
