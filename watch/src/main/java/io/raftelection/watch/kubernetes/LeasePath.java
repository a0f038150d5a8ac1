package io.raftelection.watch.kubernetes;

import java.util.regex.Pattern;

/**
 * A lease in a namespace.
 *
 * @param namespace the namespace
 * @param name the name of the lease
 */
record LeasePath(String namespace, String name) {
    /** The names that Kubernetes allows: RFC 1123. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    static LeasePath parse(String text) {
        int slash = text.indexOf('/');
        var namespace = slash < 0 ? "default" : text.substring(0, slash);
        var name = text.substring(slash + 1);
        if (!NAME.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "path: \"" + text + "\", expected NAMESPACE/LEASE, for example default/orders");
        }
        return new LeasePath(namespace, name);
    }

    private String leases() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }

    String object() {
        return leases() + "/" + name;
    }

    String watch(String version) {
        return leases() + "?watch=true&fieldSelector=metadata.name%3D" + name + "&resourceVersion=" + version;
    }
}
