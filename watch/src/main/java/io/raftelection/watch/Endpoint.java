package io.raftelection.watch;

import io.raftelection.ServerId;
import java.util.Objects;

/**
 * What a user names of a system: an address, and optionally the name of the server there.
 *
 * @param name the name; empty if the user gave none
 * @param address the address, which only the system understands; not blank
 */
public record Endpoint(String name, String address) {

    /**
     * Checks the values.
     *
     * @param name the name
     * @param address the address
     * @throws IllegalArgumentException if the address is blank or the name is not valid
     */
    public Endpoint {
        Objects.requireNonNull(name, "name: is null");
        if (Objects.requireNonNull(address, "address: is null").isBlank()) {
            throw new IllegalArgumentException("address: is blank, expected for example http://127.0.0.1:2379");
        }
        if (!name.isEmpty()) {
            ServerId.of(name);
        }
    }

    /**
     * {@return the endpoint of {@code ADDRESS} or {@code NAME=ADDRESS}} What precedes the first {@code =} is a name if
     * it has no slash.
     *
     * @param text the text
     * @throws IllegalArgumentException if the name or the address is not valid
     */
    public static Endpoint parse(String text) {
        int end = text.indexOf('=');
        return end < 0 || text.substring(0, end).contains("/")
                ? new Endpoint("", text)
                : named(text.substring(0, end), text.substring(end + 1));
    }

    private static Endpoint named(String name, String address) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("=" + address + ": has no name before =, expected NAME=ADDRESS");
        }
        return new Endpoint(name, address);
    }

    /**
     * {@return the server}
     *
     * @param address the address in the form in which the system uses it
     */
    public Member member(String address) {
        return new Member(ServerId.of(name.isEmpty() ? address : name), address);
    }
}
