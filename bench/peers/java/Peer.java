/** A contender of some library, with a session of its own. */
interface Peer {
    /** Waits until the session is up. */
    void open() throws Exception;

    /** Joins the queue. */
    void join() throws Exception;

    /** Gives up its place and, if it leads, leadership. The session stays. */
    void leave() throws Exception;

    /** What the library answers to "do I lead?". */
    boolean leads();
}
