package io.raftelection.watch;

import io.raftelection.ServerId;
import java.util.Objects;

/**
 * A server of a polled system.
 *
 * @param id the name of the server; its address as long as no name is known
 * @param address where the server is asked; only the system reads it
 */
public record Member(ServerId id, String address) {

    /**
     * Checks that nothing is null.
     *
     * @param id the name
     * @param address the address
     */
    public Member {
        Objects.requireNonNull(id, "id: is null");
        Objects.requireNonNull(address, "address: is null");
    }
}
