package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import io.microraft.transport.Transport;
import java.time.Clock;
import java.util.Random;

/** What a MicroRaft server is given: the threads it runs on, the time, randomness, and the network. */
record Environment(RaftNodeExecutor executor, Clock clock, Random random, Transport transport) {}
