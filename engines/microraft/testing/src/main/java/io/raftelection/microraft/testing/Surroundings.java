package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import io.microraft.transport.Transport;
import java.time.Clock;
import java.util.Random;

/** All that a server of MicroRaft does not decide by itself: who runs it, what time it is, chance, and the network. */
record Surroundings(RaftNodeExecutor executor, Clock clock, Random random, Transport transport) {}
