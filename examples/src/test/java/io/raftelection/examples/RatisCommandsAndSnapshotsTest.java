package io.raftelection.examples;

import io.raftelection.ratis.RatisEngine;
import io.raftelection.junit.RaftCluster;

/** On Ratis. */
@RaftCluster(engine = RatisEngine.class)
final class RatisCommandsAndSnapshotsTest extends CommandsAndSnapshots {}
