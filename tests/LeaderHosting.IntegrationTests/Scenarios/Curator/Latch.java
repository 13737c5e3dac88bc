import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** A Curator LeaderLatch: Latch CONNECT PATH ID. Commands on standard input: leader, close. */
public final class Latch {
    public static void main(String[] args) throws Exception {
        CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], 4000, 4000, new ExponentialBackoffRetry(100, 10));
        client.start();
        LeaderLatch latch = new LeaderLatch(client, args[1], args[2]);
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                say("LEADER");
            }

            @Override
            public void notLeader() {
                say("NOTLEADER");
            }
        });
        latch.start();

        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("leader")) {
                say("SEES " + latch.getLeader().getId());
            } else if (command.equals("close")) {
                say("CLOSING");
                latch.close();
                client.close();
                return;
            }
        }
    }

    private static synchronized void say(String text) {
        // On Linux nanoTime is CLOCK_MONOTONIC.
        System.out.println(System.nanoTime() + " " + text);
        System.out.flush();
    }
}
