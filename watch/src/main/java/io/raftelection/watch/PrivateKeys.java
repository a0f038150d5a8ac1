package io.raftelection.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads private keys in PEM. */
final class PrivateKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:\\w+ )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

    /** The version and the algorithm of an RSA key, as PKCS #8 writes them before the key of PKCS #1. */
    private static final byte[] RSA = {2, 1, 0, 48, 13, 6, 9, 42, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0};

    private PrivateKeys() {}

    /** {@return the key in a file: PKCS #8, or PKCS #1 for RSA} An exception names the file and what was expected. */
    static PrivateKey read(Path file) throws IOException {
        var pem = PEM.matcher(new String(Tls.bytes(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + ": has no key, expected BEGIN PRIVATE KEY");
        }
        var kind = pem.group(1);
        boolean isEncrypted = pem.group(2).contains(":"); // PKCS #1 then has headers
        boolean isKnown = kind.equals("PRIVATE KEY") || kind.equals("RSA PRIVATE KEY");
        if (isEncrypted || !isKnown) {
            throw new IOException(file + ": has BEGIN " + kind + (isEncrypted ? ", encrypted" : "")
                    + ", expected BEGIN PRIVATE KEY: convert it by openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] key;
        try {
            key = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": the key is not in Base64", e);
        }
        return decode(file, kind.startsWith("RSA") ? wrapped(key) : key);
    }

    private static PrivateKey decode(Path file, byte[] key) throws IOException {
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
            } catch (GeneralSecurityException e) {
                // It is a key for another algorithm.
            }
        }
        throw new IOException(file + ": the key is not one of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] wrapped(byte[] rsa) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(RSA);
        content.writeBytes(element(4, rsa));
        return element(48, content.toByteArray());
    }

    /** {@return an element of DER: its tag, its length and its content} */
    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            int bytes = content.length < 256 ? 1 : content.length < 65_536 ? 2 : 3;
            out.write(128 + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
