import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** The basic operations and the recipes of Curator: java CuratorRecipes.java HOST:PORT */
public class CuratorRecipes {
    private static final String ROOT = "/curator-" + UUID.randomUUID();
    private static final int PATIENCE = 30;

    public static void main(String[] args) throws Exception {
        try (CuratorFramework first = connect(args[0]); CuratorFramework second = connect(args[0])) {
            basics(first);
            transactions(first);
            leaderLatch(first, second);
            mutex(first, second);
            cache(first, second);
            counter(first, second);
        }
        System.out.println("curator: all held");
    }

    private static CuratorFramework connect(String hosts) throws Exception {
        CuratorFramework client = CuratorFrameworkFactory.newClient(hosts, 10_000, 10_000, new RetryOneTime(100));
        client.start();
        check(client.blockUntilConnected(PATIENCE, TimeUnit.SECONDS), "connected");
        return client;
    }

    private static void basics(CuratorFramework client) throws Exception {
        Stat stat = new Stat();
        check(client.create().creatingParentContainersIfNeeded().forPath(ROOT + "/c/a", "one".getBytes()).equals(ROOT + "/c/a"), "path");
        check(new String(client.getData().storingStatIn(stat).forPath(ROOT + "/c/a")).equals("one") && stat.getVersion() == 0, "data");
        check(client.setData().withVersion(0).forPath(ROOT + "/c/a", "two".getBytes()).getVersion() == 1, "version");
        String node = client.create().withProtection().withMode(CreateMode.EPHEMERAL_SEQUENTIAL).forPath(ROOT + "/c/n-");
        check(node.matches(".*/_c_[-0-9a-f]{36}-n-0000000001"), node);
        try {
            client.setData().withVersion(0).forPath(ROOT + "/c/a");
            check(false, "a wrong version was taken");
        } catch (KeeperException.BadVersionException expected) {
            held("create, get, set, protected ephemeral sequential nodes");
        }
    }

    private static void transactions(CuratorFramework client) throws Exception {
        var results = client.transaction().forOperations(
            client.transactionOp().create().forPath(ROOT + "/t"),
            client.transactionOp().setData().forPath(ROOT + "/t", "x".getBytes()),
            client.transactionOp().check().withVersion(1).forPath(ROOT + "/t"));
        check(results.size() == 3 && results.get(0).getResultPath().equals(ROOT + "/t") && results.get(1).getResultStat().getVersion() == 1, "results");
        try {
            client.transaction().forOperations(
                client.transactionOp().delete().forPath(ROOT + "/t"), client.transactionOp().check().withVersion(7).forPath(ROOT));
            check(false, "a failing transaction was committed");
        } catch (KeeperException.BadVersionException expected) {
            check(expected.getResults().size() == 2 && client.checkExists().forPath(ROOT + "/t") != null, "rolled back");
            held("transactions");
        }
    }

    private static void leaderLatch(CuratorFramework first, CuratorFramework second) throws Exception {
        LeaderLatch leading = new LeaderLatch(first, ROOT + "/latch", "first");
        leading.start();
        try (LeaderLatch next = new LeaderLatch(second, ROOT + "/latch", "second")) {
            check(leading.await(PATIENCE, TimeUnit.SECONDS), "the first leads");
            next.start();
            while (next.getParticipants().size() < 2) {
                Thread.onSpinWait();
            }
            check(next.getLeader().getId().equals("first") && !next.hasLeadership(), "the second follows");
            leading.close();
            check(next.await(PATIENCE, TimeUnit.SECONDS), "the second leads");
            held("LeaderLatch");
        }
    }

    private static void mutex(CuratorFramework first, CuratorFramework second) throws Exception {
        InterProcessMutex mine = new InterProcessMutex(first, ROOT + "/mutex");
        InterProcessMutex yours = new InterProcessMutex(second, ROOT + "/mutex");
        check(mine.acquire(PATIENCE, TimeUnit.SECONDS), "acquired");
        check(!yours.acquire(0, TimeUnit.SECONDS), "taken");
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                check(yours.acquire(PATIENCE, TimeUnit.SECONDS), "acquired after waiting");
                yours.release();
            } catch (Exception e) {
                failure.set(e);
            }
            done.countDown();
        });
        waiting.start();
        while (mine.getParticipantNodes().size() < 2) {
            Thread.onSpinWait();
        }
        mine.release();
        check(done.await(PATIENCE, TimeUnit.SECONDS) && failure.get() == null, "released: " + failure.get());
        held("InterProcessMutex");
    }

    /** CuratorCache sets a persistent recursive watch. */
    private static void cache(CuratorFramework watching, CuratorFramework writing) throws Exception {
        writing.create().forPath(ROOT + "/cache");
        try (CuratorCache cache = CuratorCache.build(watching, ROOT + "/cache")) {
            CountDownLatch created = new CountDownLatch(2);
            CountDownLatch changed = new CountDownLatch(1);
            CountDownLatch deleted = new CountDownLatch(1);
            CountDownLatch initialized = new CountDownLatch(1);
            cache.listenable().addListener(org.apache.curator.framework.recipes.cache.CuratorCacheListener.builder()
                .forInitialized(initialized::countDown)
                .forCreates(node -> created.countDown())
                .forChanges((before, after) -> changed.countDown())
                .forDeletes(node -> deleted.countDown())
                .build());
            cache.start();
            check(initialized.await(PATIENCE, TimeUnit.SECONDS), "initialized");
            writing.create().forPath(ROOT + "/cache/a", new byte[0]);
            check(created.await(PATIENCE, TimeUnit.SECONDS), "created");
            writing.setData().forPath(ROOT + "/cache/a", "x".getBytes());
            check(changed.await(PATIENCE, TimeUnit.SECONDS), "changed");
            writing.delete().forPath(ROOT + "/cache/a");
            check(deleted.await(PATIENCE, TimeUnit.SECONDS), "deleted");
            held("CuratorCache");
        }
    }

    private static void counter(CuratorFramework first, CuratorFramework second) throws Exception {
        DistributedAtomicLong mine = new DistributedAtomicLong(first, ROOT + "/counter", new RetryOneTime(10));
        DistributedAtomicLong yours = new DistributedAtomicLong(second, ROOT + "/counter", new RetryOneTime(10));
        check(mine.increment().succeeded() && yours.increment().succeeded() && mine.get().postValue() == 2, "counted");
        held("DistributedAtomicLong");
    }

    private static void held(String what) {
        System.out.println("held: " + what);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
