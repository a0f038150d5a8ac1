package io.raftelection.examples;

import io.raftelection.junit.RaftCluster;
import io.raftelection.microraft.testing.MicroRaftEngine;

/** On MicroRaft. */
@RaftCluster(engine = MicroRaftEngine.class)
final class MicroRaftCommandsAndSnapshotsTest extends CommandsAndSnapshots {}
