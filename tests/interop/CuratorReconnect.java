import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;

/**
 * What a LeaderLatch makes of a broken connection and of an expired session: java CuratorReconnect.java HOST:PORT
 *
 * Prints "session 0x..." and "ready"; then its connection is to be cut. Prints "reconnected"; then its session is to be expired.
 */
public class CuratorReconnect {
    private static final int PATIENCE = 30;

    private static final BlockingQueue<ConnectionState> STATES = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Boolean> ROLES = new LinkedBlockingQueue<>();

    public static void main(String[] args) throws Exception {
        try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], 10_000, 10_000, new RetryForever(100))) {
            client.getConnectionStateListenable().addListener((source, state) -> STATES.add(state));
            client.start();
            LeaderLatch latch = new LeaderLatch(client, "/curator-reconnect-" + UUID.randomUUID(), "it");
            latch.addListener(new LeaderLatchListener() {
                @Override
                public void isLeader() {
                    ROLES.add(true);
                }

                @Override
                public void notLeader() {
                    ROLES.add(false);
                }
            });
            latch.start();
            expectRole(true);
            long session = client.getZookeeperClient().getZooKeeper().getSessionId();
            System.out.printf("session 0x%x%nready%n", session);

            // Curator gives leadership up when its connection breaks, and takes it back.
            expectState(ConnectionState.SUSPENDED);
            expectState(ConnectionState.RECONNECTED);
            expectRole(false);
            expectRole(true);
            check(client.getZookeeperClient().getZooKeeper().getSessionId() == session, "the session is the same");
            System.out.println("reconnected");

            expectState(ConnectionState.LOST);
            expectState(ConnectionState.RECONNECTED);
            expectRole(false);
            expectRole(true);
            check(client.getZookeeperClient().getZooKeeper().getSessionId() != session, "the session is another");
            latch.close();
        }
        System.out.println("curator: all held");
    }

    private static void expectState(ConnectionState expected) throws InterruptedException {
        ConnectionState state;
        do {
            state = STATES.poll(PATIENCE, TimeUnit.SECONDS);
            check(state != null, "waited in vain for " + expected);
        } while (state != expected);
    }

    private static void expectRole(boolean leader) throws InterruptedException {
        Boolean role = ROLES.poll(PATIENCE, TimeUnit.SECONDS);
        check(role != null && role == leader, "expected leader: " + leader + ", was: " + role);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
