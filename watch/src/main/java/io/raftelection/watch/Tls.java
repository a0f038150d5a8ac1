package io.raftelection.watch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes an SSLContext from files in PEM. Not safe for use by many threads. */
final class Tls {
    /** A key store in memory needs a password, which protects nothing. */
    private static final char[] NO_PASSWORD = {};

    private TrustManager @Nullable [] trusted;
    private KeyManager @Nullable [] shown;

    /** Trusts only the authorities in a file. */
    void trust(Path file) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            int number = 0;
            for (var certificate : certificates(file)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            trusted = factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": is not usable: " + e.getMessage(), e);
        }
    }

    /** Shows a certificate to servers that ask for one. */
    void show(Path certificate, Path key) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            var chain = certificates(certificate).toArray(Certificate[]::new);
            store.setKeyEntry("client", PrivateKeys.read(key), NO_PASSWORD, chain);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            shown = factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + ": are not usable: " + e.getMessage(), e);
        }
    }

    SSLContext context() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(shown, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: is not available: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file) throws IOException {
        try {
            var all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
            if (all.isEmpty()) {
                throw new IOException(file + ": has no certificate, expected BEGIN CERTIFICATE");
            }
            return List.copyOf(all);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": has no valid certificate: " + e.getMessage(), e);
        }
    }

    /** {@return the content of a file; an exception names the file} */
    static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(1 << 20);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file or directory", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + Reason.of(e), e);
        }
    }
}
