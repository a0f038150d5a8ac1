package io.raftelection.watch.etcd;

import io.raftelection.watch.faults.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates in PEM that sign themselves, made by the JDK's keytool. */
final class TestCertificates {
    private static final String PASSWORD = "not-secret";

    private final Path folder;

    TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** {@return certificates for a server and a client} */
    static TestCertificates create(Path folder) throws Exception {
        var certificates = new TestCertificates(folder);
        certificates.create("server", List.of("-dname", "CN=server", "-ext", "san=ip:127.0.0.1", "-ext", "eku=sa,ca"));
        certificates.create("client", List.of("-dname", "O=client", "-ext", "eku=ca"));
        Files.writeString(
                certificates.authorities(),
                Files.readString(certificates.certificate("server"))
                        + Files.readString(certificates.certificate("client")));
        return certificates;
    }

    private void create(String name, List<String> more) throws Exception {
        var store = folder.resolve(name + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-ext",
                "ku=digitalSignature,keyCertSign,keyEncipherment",
                "-ext",
                "bc=ca:true"));
        command.addAll(more);
        Commands.run(command);
        write(name, store);
    }

    private void write(String name, Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Files.writeString(
                certificate(name), pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
        Files.writeString(
                key(name),
                pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** {@return the certificates of both} */
    Path authorities() {
        return folder.resolve("authorities.crt");
    }
}
