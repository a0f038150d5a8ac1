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
 * The nodes of those who contend, as a client of ZooKeeper sees them. A question that is not answered within a second,
 * as of a client that is cut off, has the answer that there is nothing.
 */
record Queue(CuratorFramework client) {
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("latch-(\\d{10})$");

    static final String PATH = "/raft-election/leader";

    private static final long ANSWER_SECONDS = 1;

    /** How something is asked, and whom the answer is for. */
    @FunctionalInterface
    private interface Question {
        void ask(BackgroundCallback callback) throws Exception;
    }

    /** The nodes, in the order in which they will lead. */
    List<String> nodes() {
        return answer(callback -> client.getChildren().inBackground(callback).forPath(PATH))
                .map(CuratorEvent::getChildren)
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparing(Queue::sequenceNumber))
                .toList();
    }

    /** What ZooKeeper puts at the end of a node's name; negative after two thousand million. */
    private static long sequenceNumber(String node) {
        var number = SEQUENCE_NUMBER.matcher(node);
        return number.find() ? Long.parseLong(number.group(1)) : -1;
    }

    /** Whose node it is, if it is still there. */
    Optional<ServerId> server(String node) {
        return answer(callback -> client.getData().inBackground(callback).forPath(PATH + "/" + node))
                .map(answer -> ServerId.of(new String(answer.getData(), StandardCharsets.UTF_8)));
    }

    private static Optional<CuratorEvent> answer(Question question) {
        var answer = new CompletableFuture<CuratorEvent>();
        try {
            question.ask((client, event) -> answer.complete(event));
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
