import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;

/** Many elections on one session. "go" begins them, "close" ends them; each can be repeated. */
final class ManyLatches {
    private ManyLatches() { }

    static void run(String servers, String group, int timeout, int count, String id) throws Exception {
        CuratorFramework client = Sessions.start(servers, timeout);
        client.blockUntilConnected();
        Events.say(id, "READY");
        List<LeaderLatch> latches = new ArrayList<>();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command; (command = commands.readLine()) != null; ) {
            if (command.equals("go")) {
                begin(client, group, count, id, latches);
            } else {
                long begin = Events.now();
                for (LeaderLatch latch : latches) {
                    latch.close();
                }

                latches.clear();
                Events.say(id, "CLOSED " + begin);
                System.gc();
            }
        }
    }

    private static void begin(CuratorFramework client, String group, int count, String id, List<LeaderLatch> latches) throws Exception {
        AtomicInteger leading = new AtomicInteger();
        long begin = Events.now();
        for (int i = 0; i < count; i++) {
            LeaderLatch latch = new LeaderLatch(client, group + "/" + i, id);
            latch.addListener(new LeaderLatchListener() {
                @Override
                public void isLeader() {
                    // Once more after each lost session.
                    if (leading.incrementAndGet() == count) {
                        Events.say(id, "ALL " + begin);
                    }
                }

                @Override
                public void notLeader() {
                    leading.decrementAndGet();
                }
            });
            latches.add(latch);
            latch.start();
        }
    }
}
