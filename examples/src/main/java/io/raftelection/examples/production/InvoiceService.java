package io.raftelection.examples.production;

import com.sun.net.httpserver.HttpServer;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** One process of the service: a Ratis server, its tracker, the work of the leader, and an HTTP endpoint. */
public final class InvoiceService implements AutoCloseable {
    private final LeaderEndpoint endpoint;
    private final Thread worker;
    private final RatisServer server;
    private final Tracker tracker;

    private InvoiceService(LeaderEndpoint endpoint, Thread worker, RatisServer server, Tracker tracker) {
        this.endpoint = endpoint;
        this.worker = worker;
        this.server = server;
        this.tracker = tracker;
    }

    /**
     * Runs one server until the process is told to stop.
     *
     * @param args the name of this server, the folder for its log, the address of the store, and the address of every
     *     server of the cluster, as in {@code s1:7001:8001}
     * @throws IOException if the server cannot start
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            System.err.println("usage: ID FOLDER STORE_URL ID:RAFT_PORT:HTTP_PORT...");
            System.exit(2);
        }
        var all = Arrays.stream(args).skip(3).map(ServerAddress::parse).toList();
        var service = start(ServerId.of(args[0]), Path.of(args[1]), URI.create(args[2]), all);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
    }

    private static InvoiceService start(ServerId id, Path storage, URI store, List<ServerAddress> all)
            throws IOException {
        var self = all.stream()
                .filter(address -> address.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("server " + id + ": has no address among " + all));
        var http = HttpServer.create(self.http(), 0); // fails before anything else starts if the port is taken
        var tracker = Tracker.lenient("invoices");
        tracker.subscribe(System.out::println);
        var server = RatisServer.start(self, all, storage, new BaseStateMachine(), tracker); // a service has its own
        var worker = new Thread(new InvoiceWork(id, tracker, new FencedStore(store)), "invoices");
        worker.start();
        return new InvoiceService(LeaderEndpoint.start(http, self, all, tracker), worker, server, tracker);
    }

    // region close
    /** Shuts down: the work of the leader ends before its server stops leading. */
    @Override
    public void close() {
        endpoint.close(); // no new requests
        worker.interrupt();
        try {
            worker.join(TimeUnit.SECONDS.toMillis(10));
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tracker.close();
        }
    }
    // endregion
}
