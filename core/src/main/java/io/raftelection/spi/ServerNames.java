package io.raftelection.spi;

import io.raftelection.ServerId;
import java.util.Objects;
import java.util.function.Function;

/** Translates an engine's names of its servers to the names that a tracker knows. */
public final class ServerNames {
    private ServerNames() {}

    /**
     * {@return the name that the user's function returns for a server; if the function throws or returns null, the
     * engine's own name as {@link #visible} returns it}
     *
     * <p>An adapter calls it on the engine's threads, so it never throws because of the function.
     *
     * @param server the server, as the engine knows it
     * @param users the user's function
     * @param own the engine's own name of the server
     * @param <T> the engine's type
     */
    @SuppressWarnings("NullAway") // a user's function may return null
    public static <T> ServerId of(T server, Function<? super T, ServerId> users, String own) {
        try {
            var name = users.apply(server);
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the engine, whose thread this is. The engine's name is one that users can find.
        }
        return visible(own);
    }

    /**
     * {@return an engine's name as the id of a server, with question marks for what an id may not contain}
     *
     * @param own the engine's name
     */
    public static ServerId visible(String own) {
        try {
            return ServerId.of(Objects.requireNonNull(own, "own: is null"));
        } catch (IllegalArgumentException e) {
            var visible = own.replaceAll("[^!-~]", "?");
            return ServerId.of(
                    visible.isEmpty() ? "?" : visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
