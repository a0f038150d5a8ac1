package io.raftelection.examples;

import io.raftelection.junit.RaftCluster;
import io.raftelection.ratis.testing.RatisEngine;

/** On Ratis. */
@RaftCluster(engine = RatisEngine.class)
final class RatisCommandsAndSnapshotsTest extends CommandsAndSnapshots {}
