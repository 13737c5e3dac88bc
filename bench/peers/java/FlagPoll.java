import java.util.concurrent.locks.LockSupport;

/** Reads a contender's flag every millisecond and says each change, with the time of the look before, and each hole in which the process stood still. */
final class FlagPoll {
    private static final long INTERVAL = 1_000_000;
    private static final long HOLE = 200_000_000;

    private FlagPoll() { }

    static void start(String id, Peer peer) {
        Thread thread = new Thread(() -> poll(id, peer), "poll");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    private static void poll(String id, Peer peer) {
        boolean last = false;
        long previous = Events.now();
        while (true) {
            LockSupport.parkNanos(INTERVAL);
            long before = Events.now();
            boolean leads = peer.leads();
            long after = Events.now();
            if (before - previous > HOLE) {
                Events.say(before, id, "GAP " + previous);
            }

            if (leads != last) {
                Events.say(after, id, "FLAG " + leads + " " + previous);
            }

            last = leads;
            previous = before;
        }
    }
}
