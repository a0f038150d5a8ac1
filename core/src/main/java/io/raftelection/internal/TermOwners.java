package io.raftelection.internal;

import io.raftelection.ServerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that acquired each of the latest terms. It detects a second server that acquires one of them. Terms
 * increase by small steps, so the index of a term is its remainder: a later term replaces an earlier one, without a
 * search.
 */
final class TermOwners {
    /** How many consecutive terms are remembered. */
    static final int CAPACITY = 64;

    private long @Nullable [] terms;
    private @Nullable ServerId @Nullable [] owners;

    /** Whether a server was the first that acquired a term, as far as is known. */
    boolean isOwner(ServerId server, long term) {
        int place = (int) (term % CAPACITY);
        return terms != null && owners != null && terms[place] == term && server.equals(owners[place]);
    }

    /** Whether no other server is known to have acquired a term. */
    boolean mayBeOwner(ServerId server, long term) {
        int place = (int) (term % CAPACITY);
        return terms == null || owners == null || terms[place] != term || server.equals(owners[place]);
    }

    /** Records an acquisition. {@return another server that acquired the term before} */
    Optional<ServerId> acquired(ServerId server, long term) {
        var places = terms;
        var names = owners;
        if (places == null || names == null) {
            places = terms = new long[CAPACITY];
            names = owners = new ServerId[CAPACITY];
        }
        int place = (int) (term % CAPACITY);
        var owner = names[place];
        if (owner == null || places[place] < term) {
            places[place] = term;
            names[place] = server;
            return Optional.empty();
        }
        return places[place] == term && !owner.equals(server) ? Optional.of(owner) : Optional.empty();
    }
}
