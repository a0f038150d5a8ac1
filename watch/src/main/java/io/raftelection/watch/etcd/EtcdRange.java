package io.raftelection.watch.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The keys that begin with a prefix.
 *
 * @param prefix the prefix; not empty
 */
record EtcdRange(String prefix) {

    EtcdRange {
        if (prefix.isBlank()) {
            throw new IllegalArgumentException("prefix: is blank, expected for example app/orders/");
        }
    }

    /** {@return the members of a request that name the range} */
    String json() {
        var first = prefix.getBytes(StandardCharsets.UTF_8);
        var end = first.clone();
        end[end.length - 1]++; // UTF-8 has no byte 0xff
        return "\"key\":\"" + base64(first) + "\",\"range_end\":\"" + base64(end) + "\"";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
