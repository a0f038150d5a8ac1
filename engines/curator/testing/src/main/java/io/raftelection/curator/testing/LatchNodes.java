package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException.Code;

/**
 * The nodes of all latches in the queue, as one client of ZooKeeper sees them. If ZooKeeper does not answer within a
 * second, for example because the client is isolated, there are none.
 */
record LatchNodes(CuratorFramework client) {
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("latch-(\\d{10})$");

    static final String PATH = "/raft-election/leader";

    private static final long ANSWER_SECONDS = 1;

    /** A request whose answer goes to a callback. */
    @FunctionalInterface
    private interface Request {
        void send(BackgroundCallback callback) throws Exception;
    }

    /** The nodes, in the order in which they will lead. */
    List<String> inOrder() {
        return answer(callback -> client.getChildren().inBackground(callback).forPath(PATH))
                .map(CuratorEvent::getChildren)
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparing(LatchNodes::sequenceNumber))
                .toList();
    }

    /** Returns the number that ZooKeeper appends to a node's name. It is negative after 2^31 nodes. */
    private static long sequenceNumber(String node) {
        var number = SEQUENCE_NUMBER.matcher(node);
        return number.find() ? Long.parseLong(number.group(1)) : -1;
    }

    /** Returns the server of a node, if the node still exists. */
    Optional<ServerId> server(String node) {
        return answer(callback -> client.getData().inBackground(callback).forPath(PATH + "/" + node))
                .map(answer -> ServerId.of(new String(answer.getData(), StandardCharsets.UTF_8)));
    }

    private static Optional<CuratorEvent> answer(Request request) {
        var answer = new CompletableFuture<CuratorEvent>();
        try {
            request.send((client, event) -> answer.complete(event));
            return Optional.of(answer.get(ANSWER_SECONDS, TimeUnit.SECONDS))
                    .filter(event -> event.getResultCode() == Code.OK.intValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (Exception e) {
            return Optional.empty(); // the client is closed
        }
    }
}
