package io.raftelection.internal;

import io.raftelection.ServerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who acquired each of the latest terms, to notice when a second server acquires one of them. Terms rise by small
 * steps, so a term's place is its remainder: no search, no allocation, and a later term takes the place of an earlier
 * one.
 */
final class TermOwners {
    /** How many consecutive terms are remembered. */
    static final int CAPACITY = 64;

    private long @Nullable [] terms;
    private @Nullable ServerId @Nullable [] owners;

    /** Whether a server is known as the first that acquired a term. */
    boolean isOwner(ServerId server, long term) {
        int place = (int) (term % CAPACITY);
        return terms != null && owners != null && terms[place] == term && server.equals(owners[place]);
    }

    /** Notes that a server acquired a term; answers with another server that did so before. */
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
