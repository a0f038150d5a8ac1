package io.raftelection.examples;

import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.junit.RaftCluster;

/** On SOFAJRaft. */
@RaftCluster(engine = JRaftEngine.class)
final class JRaftCommandsAndSnapshotsTest extends CommandsAndSnapshots {}
