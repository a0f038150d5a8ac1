package io.raftelection.watch.zookeeper;

import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.elections.Candidate;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Children;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Connected;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Created;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Deleted;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/**
 * A session with one ZooKeeper server. ZooKeeper's client has two threads for it, which only put messages into a queue:
 * one thread takes them. A session that is disconnected has failed, since changes are not reported again.
 */
final class ZooKeeperSession implements AutoCloseable {
    private static final int SHORTEST_MILLIS = 4_000;
    private static final int LONGEST_MILLIS = 60_000;
    private static final int LONGEST_CONNECT_MILLIS = 1_000;

    private final String address;
    private final BlockingQueue<ZooKeeperMessage> messages;
    private final ZooKeeper client;

    private ZooKeeperSession(String address, BlockingQueue<ZooKeeperMessage> messages, ZooKeeper client) {
        this.address = address;
        this.messages = messages;
        this.client = client;
    }

    /** {@return a session whose client connects} */
    static ZooKeeperSession open(String address, Duration timeout, Access access) throws AnswerException {
        // ZooKeeper splits packages over its jars, so it is in the class path, which a named module does not read.
        var module = ZooKeeperSession.class.getModule();
        module.addReads(ZooKeeperSession.class.getClassLoader().getUnnamedModule());
        var messages = new LinkedBlockingQueue<ZooKeeperMessage>();
        int millis = (int) Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, 2 * timeout.toMillis()));
        try {
            var client = new ZooKeeper(address, millis, event -> received(event, messages), new ZKClientConfig());
            access.user().ifPresent(user -> client.addAuthInfo("digest", bytes(user)));
            return new ZooKeeperSession(address, messages, client);
        } catch (IOException | IllegalArgumentException e) {
            throw new AnswerException(address + ": " + e.getMessage());
        }
    }

    private static byte[] bytes(Access.User user) {
        return (user.name() + ":" + user.password().reveal()).getBytes(StandardCharsets.UTF_8);
    }

    /** Runs on the client's thread. */
    private static void received(WatchedEvent event, BlockingQueue<ZooKeeperMessage> messages) {
        switch (event.getType()) {
            case NodeCreated -> messages.add(new Created(event.getPath()));
            case NodeDeleted -> messages.add(new Deleted(event.getPath()));
            case None ->
                messages.add(
                        switch (event.getState()) {
                            case SyncConnected, SaslAuthenticated -> new Connected();
                            case AuthFailed -> new Failure("authentication failed");
                            case Expired -> new Failure("the session expired");
                            default -> new Failure("the connection was lost");
                        });
            default -> {}
        }
    }

    /** Asks for each change of a node and of what is below it. */
    void watch(String path) {
        client.addWatch(
                path,
                AddWatchMode.PERSISTENT_RECURSIVE,
                (code, node, context) -> {
                    if (code != Code.OK.intValue()) {
                        messages.add(failure(path, code));
                    }
                },
                null);
    }

    /** Asks for the children of a node. The server asks the leader of the ensemble for what it lacks before. */
    void readChildren(String path) {
        client.sync(
                path,
                (code, node, context) -> {
                    if (code != Code.OK.intValue() && code != Code.NONODE.intValue()) {
                        messages.add(failure(path, code));
                    }
                },
                null);
        client.getChildren(
                path,
                false,
                (int code, String node, Object context, List<String> names) -> {
                    if (code == Code.OK.intValue()) {
                        messages.add(new Children(names));
                    } else {
                        messages.add(code == Code.NONODE.intValue() ? new Children(List.of()) : failure(path, code));
                    }
                },
                null);
    }

    /** {@return the candidate of a node; empty if the node is gone} */
    CompletableFuture<Optional<Candidate>> read(String path, String name) {
        var answer = new CompletableFuture<Optional<Candidate>>();
        client.getData(
                path,
                false,
                (int code, String node, Object context, byte[] data, Stat stat) -> {
                    if (code == Code.OK.intValue()) {
                        var text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
                        answer.complete(Optional.of(Candidate.of(text, name, stat.getCzxid())));
                    } else if (code == Code.NONODE.intValue()) {
                        answer.complete(Optional.empty());
                    } else {
                        answer.completeExceptionally(failed(failure(path, code)));
                    }
                },
                null);
        return answer;
    }

    /** {@return the next message; empty if there is none in time} */
    Optional<ZooKeeperMessage> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** {@return what failed, with the address} */
    AnswerException failed(Failure failure) {
        return new AnswerException(address + ": " + failure.words());
    }

    /** {@return why no connection came about, as the client does not say it; empty if one does now} */
    Optional<AnswerException> refusal(Duration patience) {
        var host = URI.create("zookeeper://" + address);
        try (var socket = new Socket()) {
            int millis = (int) Math.min(LONGEST_CONNECT_MILLIS, patience.toMillis() + 1);
            socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), millis);
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(failed(new Failure("unknown host")));
        } catch (IOException e) {
            return Optional.of(failed(new Failure(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))));
        }
    }

    /** {@return that the server does not answer} */
    AnswerException silence(Duration patience) {
        return failed(new Failure("no answer within " + patience.toMillis() / 1e3 + " s"));
    }

    private static Failure failure(String path, int code) {
        return new Failure(
                switch (Code.get(code)) {
                    case NOAUTH -> path + ": may not be read by this user";
                    case UNIMPLEMENTED -> "has no persistent watches, expected ZooKeeper 3.6 or later";
                    case CONNECTIONLOSS -> "the connection was lost";
                    case SESSIONEXPIRED -> "the session expired";
                    case AUTHFAILED -> "authentication failed";
                    default -> path + ": " + Code.get(code);
                });
    }

    /**
     * Ends the session. It does not wait for the server, which may be frozen: a thread that is interrupted does not
     * wait for the answer.
     */
    @Override
    public void close() {
        boolean wasInterrupted = Thread.currentThread().isInterrupted();
        try {
            Thread.currentThread().interrupt();
            client.close();
        } catch (InterruptedException e) {
            // as intended
        } finally {
            if (!wasInterrupted) {
                Thread.interrupted();
            } else {
                Thread.currentThread().interrupt();
            }
        }
    }
}
