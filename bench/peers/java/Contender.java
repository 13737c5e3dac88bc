import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Curator's recipes behind the line protocol of ../README.md:
 * Contender LIBRARY SERVERS GROUP TIMEOUT_MS COUNT PREFIX [poll], where LIBRARY is latch, selector or many-latches.
 */
public final class Contender {
    private static final int COMMANDS_AT_ONCE = 4;

    private Contender() { }

    public static void main(String[] args) throws Exception {
        String library = args[0];
        String servers = args[1];
        String group = args[2];
        int timeout = Integer.parseInt(args[3]);
        int count = Integer.parseInt(args[4]);
        String prefix = args[5];
        if (library.equals("many-latches")) {
            ManyLatches.run(servers, group, timeout, count, prefix);
            return;
        }

        Map<String, Peer> peers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            peers.put(id, library.equals("latch")
                ? new LatchPeer(servers, group, timeout, id)
                : new SelectorPeer(servers, group, timeout, id, count == 1));
        }

        for (Peer peer : peers.values()) {
            peer.open();
        }

        if (args.length > 6) {
            FlagPoll.start(prefix + "0", peers.get(prefix + "0"));
        }

        Events.say(prefix, "READY");
        obey(peers);
        System.exit(0);
    }

    private static void obey(Map<String, Peer> peers) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(COMMANDS_AT_ONCE);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = commands.readLine()) != null; ) {
            String[] words = line.split(" ");
            Peer peer = peers.get(words[1]);
            executor.execute(() -> {
                try {
                    if (words[0].equals("join")) {
                        Events.say(words[1], "JOINING");
                        peer.join();
                    } else {
                        peer.leave();
                    }
                } catch (Exception error) {
                    Events.say(words[1], "ERROR " + error);
                }
            });
        }
    }
}
