package io.raftelection.watch.zookeeper;

import java.util.regex.Pattern;

/**
 * The node below which the candidates of an election have their nodes.
 *
 * @param node its path, for example {@code /app/orders}
 */
record ElectionPath(String node) {
    /** The parts of a path, which ZooKeeper does not allow to be empty, {@code .} or {@code ..}. */
    private static final Pattern VALID = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]+)+");

    static ElectionPath parse(String text) {
        var node = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!VALID.matcher(node).matches()) {
            throw new IllegalArgumentException("path: \"" + text + "\", expected for example /app/orders");
        }
        return new ElectionPath(node);
    }

    String child(String name) {
        return node + "/" + name;
    }

    /** {@return the name of the child at a path; empty if that is no child} */
    String nameOf(String path) {
        var name = path.startsWith(node + "/") ? path.substring(node.length() + 1) : "";
        return name.contains("/") ? "" : name;
    }
}
