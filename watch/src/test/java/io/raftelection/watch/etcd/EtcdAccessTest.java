package io.raftelection.watch.etcd;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.Secret;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Commands;
import io.raftelection.watch.faults.Required;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Watches real etcd processes that admit only certain clients. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
final class EtcdAccessTest {
    private static final ServerId E1 = ServerId.of("e1");

    @TempDir
    static Path shared;

    private static TestCertificates certificates;

    @TempDir
    Path folder;

    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = TestCertificates.create(shared);
    }

    private Watch watch(String address, Access access) throws Exception {
        return Watch.start(
                EtcdMembers.source(List.of(Endpoint.parse(address)), access),
                WatchSettings.of("etcd").withInterval(Duration.ofMillis(50)),
                new WatchListener() {
                    @Override
                    public void problem(String subject, String words) {
                        problems.add(words);
                    }
                });
    }

    private String problem() throws InterruptedException {
        return String.valueOf(problems.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void memberThatAsksForACertificateIsWatchedWithOne() throws Exception {
        try (var etcd = EtcdCluster.withTls(folder, certificates).startAll()) {
            var trusting = Access.open().withAuthority(certificates.certificate("server"));
            var known = trusting.withCertificate(certificates.certificate("client"), certificates.key("client"));
            try (var watch = watch(etcd.address(E1), known)) {
                assertThat(watch.tracker().awaitLeader(PATIENCE).server()).isEqualTo(E1);
            }
            problems.clear();

            try (var watch = watch(etcd.address(E1), trusting)) {
                assertThat(problem())
                        .contains(etcd.address(E1))
                        .containsAnyOf("TLS failed: ", "the server may ask for a certificate");
                assertThat(watch.tracker().standings()).isEmpty();
            }
            try (var watch = watch(etcd.address(E1), Access.open())) {
                assertThat(problem()).contains(etcd.address(E1), "TLS failed: ");
                assertThat(watch.tracker().standings()).isEmpty();
            }
        }
    }

    @Test
    void memberThatKnowsUsersIsWatchedByOne() throws Exception {
        try (var etcd = EtcdCluster.onLoopback(folder, 1).startAll()) {
            var address = etcd.address(E1);
            try (var watch = watch(address, Access.open())) {
                watch.tracker().awaitLeader(PATIENCE);
            }
            enableUsers(address);
            problems.clear();

            try (var watch = watch(address, Access.open().withUser("root", Secret.of("right")))) {
                assertThat(watch.tracker().awaitLeader(PATIENCE).server()).isEqualTo(E1);
            }
            try (var watch = watch(address, Access.open().withUser("root", Secret.of("wrong")))) {
                assertThat(problem())
                        .startsWith(address + "/v3/auth/authenticate: status is 400, expected 200: ")
                        .contains("authentication failed")
                        .doesNotContain("wrong");
                assertThat(watch.tracker().standings()).isEmpty();
            }
        }
    }

    private static void enableUsers(String address) throws Exception {
        var http = new HttpAsker(Access.open().tls(), Duration.ofSeconds(10));
        var requests = List.of(
                Map.entry("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"right\"}"),
                Map.entry("/v3/auth/role/add", "{\"name\":\"root\"}"),
                Map.entry("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}"),
                Map.entry("/v3/auth/enable", "{}"));
        for (var request : requests) {
            http.post(URI.create(address + request.getKey()), request.getValue(), Map.of())
                    .ok();
        }
    }

    @Test
    void filesThatAreNotUsableAreNamed() throws Exception {
        var empty = Files.createFile(folder.resolve("empty"));
        var missing = folder.resolve("missing");
        var elliptic = Files.writeString(
                folder.resolve("ec"), "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n");
        var endpoints = List.of(Endpoint.parse("https://127.0.0.1:1"));

        assertThatThrownBy(() -> EtcdMembers.source(endpoints, Access.open().withAuthority(missing)))
                .isInstanceOf(IOException.class)
                .hasMessage(missing + ": no such file or directory");
        assertThatThrownBy(() -> EtcdMembers.source(endpoints, Access.open().withAuthority(empty)))
                .hasMessage(empty + ": has no certificate, expected BEGIN CERTIFICATE");
        assertThatThrownBy(() -> EtcdMembers.source(
                        endpoints, Access.open().withCertificate(certificates.certificate("client"), empty)))
                .hasMessage(empty + ": has no key, expected BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> EtcdMembers.source(
                        endpoints, Access.open().withCertificate(certificates.certificate("client"), elliptic)))
                .hasMessage(elliptic + ": has BEGIN EC PRIVATE KEY, expected BEGIN PRIVATE KEY:"
                        + " convert it by openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void rsaKeyInTheOlderFormIsRead() throws Exception {
        var older = folder.resolve("older.key");
        Required.program("openssl", "openssl");
        Commands.run(
                "openssl",
                "rsa",
                "-traditional",
                "-in",
                certificates.key("client").toString(),
                "-out",
                older.toString());
        assertThat(Files.readString(older)).contains("BEGIN RSA PRIVATE KEY");

        assertThat(Access.open()
                        .withCertificate(certificates.certificate("client"), older)
                        .tls())
                .isNotNull();
    }
}
