package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.nio.file.Path;
import java.util.List;

/**
 * The start arguments of a server.
 *
 * @param id its name
 * @param members the voters of the configuration that it starts with, in the order in which they joined; empty for a
 *     server that a leader will add
 * @param isRestart whether the server ran before and keeps what it stored
 * @param directory a directory of its own, which exists, survives a crash, and is removed with the server
 * @param sink receives the reports of its adapter
 * @param counter counts what its state machine does
 */
public record ServerConfig(
        ServerId id,
        List<ServerId> members,
        boolean isRestart,
        Path directory,
        LeadershipSink sink,
        CommandCounter counter) {}
