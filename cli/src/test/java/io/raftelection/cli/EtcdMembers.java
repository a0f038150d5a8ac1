package io.raftelection.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real cluster of three etcd members on loopback. */
final class EtcdMembers implements AutoCloseable {
    private final Map<String, Child> running = new LinkedHashMap<>();
    private final List<String> addresses = new ArrayList<>();

    static EtcdMembers start(Path folder) throws IOException {
        var program = Installed.etcd();
        var members = new EtcdMembers();
        var peers = new ArrayList<String>();
        for (int i = 1; i <= 3; i++) {
            members.addresses.add("http://127.0.0.1:" + Installed.freePort());
            peers.add("http://127.0.0.1:" + Installed.freePort());
        }
        for (int i = 0; i < 3; i++) {
            var name = "e" + (i + 1);
            members.running.put(
                    name,
                    Child.start(
                            folder.resolve(name + ".log"),
                            List.of(
                                    program.toString(),
                                    "--name=" + name,
                                    "--data-dir=" + folder.resolve(name),
                                    "--listen-client-urls=" + members.addresses.get(i),
                                    "--advertise-client-urls=" + members.addresses.get(i),
                                    "--listen-peer-urls=" + peers.get(i),
                                    "--initial-advertise-peer-urls=" + peers.get(i),
                                    "--initial-cluster=e1=" + peers.get(0) + ",e2=" + peers.get(1) + ",e3="
                                            + peers.get(2))));
        }
        return members;
    }

    List<String> addresses() {
        return List.copyOf(addresses);
    }

    /** Kills a member as a crash does. */
    void kill(String name) throws InterruptedException {
        var member = running.remove(name);
        if (member == null) {
            throw new IllegalArgumentException("member " + name + ": does not run");
        }
        member.close();
    }

    @Override
    public void close() throws InterruptedException {
        for (var member : running.values()) {
            member.close();
        }
    }
}
