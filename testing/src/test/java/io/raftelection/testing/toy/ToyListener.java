package io.raftelection.testing.toy;

/** What the toy engine reports about one server, to its user. It is called on the thread of the servers. */
interface ToyListener {

    /** The server has won an election. */
    default void elected(long term) {}

    /** The server no longer leads. It is not called if the server is closed. */
    default void deposed() {}

    /** The server was closed. */
    default void closed() {}
}
