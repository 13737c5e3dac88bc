/** Writes events to standard output, one a line: CLOCK_MONOTONIC in nanoseconds, who, what. */
final class Events {
    private Events() { }

    static long now() {
        return System.nanoTime();
    }

    static void say(String who, String what) {
        say(now(), who, what);
    }

    static void say(long time, String who, String what) {
        synchronized (System.out) {
            System.out.println(time + " " + who + " " + what);
            System.out.flush();
        }
    }
}
