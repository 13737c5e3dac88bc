import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Apache's Java client: ClientBench SERVERS. Each line on standard input is answered with one line of "name=value" of one round. */
public final class ClientBench {
    private static final String NODE = "/client";
    private static final String OWN = "/client-java";
    private static final int GETS = 3000;
    private static final int PIPELINED = 15000;
    private static final int CREATES = 300;
    private static final byte[] DATA = new byte[16];

    private ClientBench() { }

    public static void main(String[] args) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(args[0], 10000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        connected.await();
        try {
            client.create(NODE, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException exists) {
            // Another client was quicker.
        }

        Events.say("client", "READY");
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in));
        while (rounds.readLine() != null) {
            Events.say("client", "ROUND " + get(client) + " " + pipelined(client, 20) + " " + pipelined(client, 200) + " " + create(client));
        }
    }

    private static String get(ZooKeeper client) throws Exception {
        double[] micros = new double[GETS];
        for (int i = 0; i < GETS; i++) {
            long begin = System.nanoTime();
            client.getData(NODE, false, null);
            micros[i] = (System.nanoTime() - begin) / 1e3;
        }

        return percentiles("get", micros);
    }

    private static String pipelined(ZooKeeper client, int depth) throws Exception {
        Semaphore free = new Semaphore(depth);
        CountDownLatch answered = new CountDownLatch(PIPELINED);
        AsyncCallback.DataCallback onAnswer = (code, path, context, data, stat) -> {
            free.release();
            answered.countDown();
        };
        long begin = System.nanoTime();
        for (int i = 0; i < PIPELINED; i++) {
            free.acquire();
            client.getData(NODE, false, onAnswer, null);
        }

        answered.await();
        return String.format(Locale.ROOT, "rate-%d=%.0f", depth, PIPELINED / ((System.nanoTime() - begin) / 1e9));
    }

    private static String create(ZooKeeper client) throws Exception {
        double[] creates = new double[CREATES];
        double[] deletes = new double[CREATES];
        for (int i = 0; i < CREATES; i++) {
            long begin = System.nanoTime();
            client.create(OWN, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            long created = System.nanoTime();
            client.delete(OWN, -1);
            creates[i] = (created - begin) / 1e3;
            deletes[i] = (System.nanoTime() - created) / 1e3;
        }

        return percentiles("create", creates) + " " + percentiles("delete", deletes);
    }

    private static String percentiles(String name, double[] micros) {
        Arrays.sort(micros);
        return String.format(Locale.ROOT, "%s-p50=%.1f %s-p99=%.1f", name, micros[micros.length / 2], name, micros[micros.length * 99 / 100]);
    }
}
