package io.raftelection.examples;

import io.raftelection.microraft.MicroRaftEngine;
import io.raftelection.junit.RaftCluster;

/** On MicroRaft. */
@RaftCluster(engine = MicroRaftEngine.class)
final class MicroRaftCommandsAndSnapshotsTest extends CommandsAndSnapshots {}
