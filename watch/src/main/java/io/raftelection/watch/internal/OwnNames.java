package io.raftelection.watch.internal;

import io.raftelection.ServerId;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The names by which the servers of a system call themselves, for a system whose servers cannot list each other. A name
 * that the user gave a server wins. Safe for use by many threads.
 */
public final class OwnNames {
    /** The names that the user gave, by address. */
    private final Map<String, ServerId> given;

    /** The names by which servers call themselves, by address. */
    private final Map<String, ServerId> own = new ConcurrentHashMap<>();

    /**
     * Creates names.
     *
     * @param given the servers that the user named; one that is called by its address has no name
     */
    public OwnNames(Collection<Member> given) {
        this.given = given.stream()
                .filter(OwnNames::hasName)
                .collect(Collectors.toUnmodifiableMap(Member::address, Member::id, (first, second) -> first));
    }

    private static boolean hasName(Member member) {
        return !member.id().value().equals(member.address());
    }

    /**
     * Notes how the server at an address calls itself.
     *
     * @throws AnswerException if that cannot be the name of a server
     */
    public void learn(String address, String name) throws AnswerException {
        own.put(address, id(address, name));
    }

    private static ServerId id(String address, String name) throws AnswerException {
        try {
            return ServerId.of(name);
        } catch (IllegalArgumentException e) {
            throw new AnswerException(address + ": names a server that has no valid name: " + e.getMessage());
        }
    }

    /** {@return whether it is known how the server at an address calls itself} */
    public boolean knows(String address) {
        return own.containsKey(address);
    }

    /**
     * {@return the server that an answer names}
     *
     * @param address the address of the server that answered
     * @param name the name by which the named server calls itself
     * @throws AnswerException if that cannot be the name of a server
     */
    public ServerId named(String address, String name) throws AnswerException {
        return alias(id(address, name));
    }

    /** {@return the name that the user gave the server of that own name, or else the own name} */
    private ServerId alias(ServerId name) {
        return given.entrySet().stream()
                .filter(entry -> name.equals(own.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name);
    }

    /** {@return whether the server at an address calls itself so} */
    public boolean isOwn(String address, String name) {
        var known = own.get(address);
        return known != null && known.value().equals(name);
    }

    /** {@return the servers whose names are known, under their present names} */
    public Set<Member> named(Collection<Member> known) {
        return known.stream()
                .map(this::member)
                .filter(OwnNames::hasName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return a server under its present name; unchanged if its name is not known} */
    private Member member(Member known) {
        var name = Optional.ofNullable(given.get(known.address()))
                .or(() -> Optional.ofNullable(own.get(known.address())).map(this::alias));
        return name.map(id -> new Member(id, known.address())).orElse(known);
    }

    /**
     * Checks that the server at an address is tracked by its present name.
     *
     * @throws AnswerException if it is not, so that the source searches for servers again
     */
    public void check(Member member) throws AnswerException {
        var name = member(member).id();
        if (!name.equals(member.id())) {
            throw new AnswerException(member.address()
                    + (hasName(member)
                            ? ": answers as " + name + ", expected " + member.id()
                            : ": calls itself " + name + ", and is tracked by that name from now on"));
        }
    }
}
