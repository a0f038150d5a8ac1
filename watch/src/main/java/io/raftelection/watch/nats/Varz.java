package io.raftelection.watch.nats;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The answer of {@code /varz}.
 *
 * @param server the id of the server, which is another one after each start
 * @param name the name of the server
 * @param cluster the name of its cluster; empty if it has none
 * @param hosts the hosts at which the servers of the cluster advertise themselves to clients
 */
record Varz(String server, String name, String cluster, Set<String> hosts) {

    static Varz of(JsonAnswer answer) throws AnswerException {
        var cluster = answer.find("cluster");
        var clusterName = cluster.isPresent() ? cluster.get().find("name") : cluster;
        return new Varz(
                answer.get("server_id").text(),
                answer.get("server_name").text(),
                clusterName.isPresent() ? clusterName.get().text() : "",
                hosts(answer));
    }

    private static Set<String> hosts(JsonAnswer answer) throws AnswerException {
        var urls = answer.find("connect_urls");
        var hosts = new LinkedHashSet<String>();
        if (urls.isPresent()) {
            for (var url : urls.get().items()) {
                var text = url.text();
                int port = text.lastIndexOf(':');
                if (port > 0) {
                    hosts.add(text.substring(0, port));
                }
            }
        }
        return hosts;
    }
}
