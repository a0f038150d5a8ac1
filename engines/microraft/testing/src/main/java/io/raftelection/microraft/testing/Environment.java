package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import io.microraft.transport.Transport;
import java.time.Clock;
import java.util.Random;

/** The surroundings of a MicroRaft server: its executor, its clock, its source of randomness, and its network. */
record Environment(RaftNodeExecutor executor, Clock clock, Random random, Transport transport) {}
