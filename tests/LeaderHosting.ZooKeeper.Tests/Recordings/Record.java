import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.*;
import org.apache.zookeeper.data.*;

/** Runs every kind of request through ZooKeeper's own client, and writes down the packets of both sides. See README.md. */
public class Record {
    static final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    static volatile Socket current;

    public static void main(String[] args) throws Exception {
        int server = Integer.parseInt(args[0]);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> accept(listener, server));
        acceptor.setDaemon(true);
        acceptor.start();
        run("127.0.0.1:" + listener.getLocalPort());
        try (PrintWriter out = new PrintWriter(args[1], StandardCharsets.UTF_8)) {
            lines.forEach(out::println);
        }
    }

    static void run(String connect) throws Exception {
        ZooKeeper zk = new ZooKeeper(connect, 10000, event -> { });
        List<ACL> open = ZooDefs.Ids.OPEN_ACL_UNSAFE;
        byte[] data = "some data \u00e9".getBytes(StandardCharsets.UTF_8);
        byte[] none = new byte[0];
        zk.create("/rec", data, open, CreateMode.PERSISTENT);
        zk.create("/rec/n\u00f6de", none, open, CreateMode.PERSISTENT, new Stat());
        zk.create("/rec/seq-", data, open, CreateMode.EPHEMERAL_SEQUENTIAL);
        zk.create("/rec/box", none, open, CreateMode.CONTAINER);
        zk.create("/rec/ttl", none, open, CreateMode.PERSISTENT_WITH_TTL, new Stat(), 60000);
        zk.exists("/rec", false);
        zk.exists("/rec/missing", true);
        zk.getData("/rec", true, new Stat());
        zk.getChildren("/rec", true);
        zk.getChildren("/rec", false, new Stat());
        zk.setData("/rec", data, 0);
        refused(() -> zk.setData("/rec", data, 7));
        zk.addAuthInfo("digest", "user:secret".getBytes(StandardCharsets.UTF_8));
        List<ACL> list = Arrays.asList(
            new ACL(ZooDefs.Perms.ALL, new Id("auth", "")),
            new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));
        zk.create("/rec/acl", none, list, CreateMode.PERSISTENT);
        zk.setACL("/rec/acl", list, 0);
        zk.getACL("/rec/acl", new Stat());
        CountDownLatch synced = new CountDownLatch(1);
        zk.sync("/rec", (rc, path, ctx) -> synced.countDown(), null);
        synced.await();
        zk.multi(Arrays.asList(
            Op.check("/rec", 1),
            Op.create("/rec/m", data, open, CreateMode.PERSISTENT),
            Op.create("/rec/mbox", none, open, CreateMode.CONTAINER),
            Op.create("/rec/mttl", none, open, CreateMode.PERSISTENT_WITH_TTL, 60000),
            Op.setData("/rec/m", data, 0),
            Op.delete("/rec/m", 1)));
        refused(() -> zk.multi(Arrays.asList(
            Op.check("/rec", 1),
            Op.delete("/rec/missing", -1),
            Op.setData("/rec", data, -1))));
        zk.multi(Arrays.asList(Op.getData("/rec"), Op.getChildren("/rec"), Op.getData("/rec/missing")));
        zk.addWatch("/rec", AddWatchMode.PERSISTENT_RECURSIVE);
        zk.removeAllWatches("/rec", Watcher.WatcherType.Any, false);
        refused(() -> zk.delete("/rec", -1));
        zk.delete("/rec/ttl", 0);

        // Watches of all three kinds, then a lost connection: the client sets them again.
        zk.exists("/rec/missing", true);
        zk.getData("/rec", true, null);
        zk.getChildren("/rec", true);
        current.close();
        Thread.sleep(3000);
        zk.addWatch("/rec", AddWatchMode.PERSISTENT);
        zk.setData("/rec", none, -1);
        current.close();
        Thread.sleep(3000);
        zk.create("/rec/missing", none, open, CreateMode.EPHEMERAL);
        Thread.sleep(5000);
        zk.close();
    }

    interface Request {
        void run() throws Exception;
    }

    static void refused(Request request) throws Exception {
        try {
            request.run();
        } catch (KeeperException expected) {
            return;
        }
        throw new IllegalStateException("An error was expected.");
    }

    static void accept(ServerSocket listener, int server) {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket upstream = new Socket("127.0.0.1", server);
                current = client;
                lines.add("connection");
                pump(client, upstream, "client ");
                pump(upstream, client, "server ");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pump(Socket from, Socket to, String prefix) {
        Thread thread = new Thread(() -> {
            try (from; to) {
                DataInputStream in = new DataInputStream(from.getInputStream());
                while (true) {
                    byte[] packet = new byte[in.readInt()];
                    in.readFully(packet);
                    lines.add(prefix + HexFormat.of().formatHex(packet));
                    DataOutputStream out = new DataOutputStream(to.getOutputStream());
                    out.write(java.nio.ByteBuffer.allocate(4 + packet.length).putInt(packet.length).put(packet).array());
                    out.flush();
                }
            } catch (IOException e) {
                // The connection is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
