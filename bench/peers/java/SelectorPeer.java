import java.util.concurrent.Semaphore;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;

/** Curator's LeaderSelector: whoever is selected leads until its method returns. */
final class SelectorPeer implements Peer {
    private final CuratorFramework client;
    private final LeaderSelector selector;
    private final Semaphore release = new Semaphore(0);
    private final String id;
    private final boolean requeuesItself;
    private boolean started;

    /** requeuesItself: stays a candidate after a lost connection and after leading, as applications do. */
    SelectorPeer(String servers, String group, int timeout, String id, boolean requeuesItself) {
        this.client = Sessions.start(servers, timeout);
        this.id = id;
        this.requeuesItself = requeuesItself;
        this.selector = new LeaderSelector(client, group, new LeaderSelectorListenerAdapter() {
            @Override
            public void takeLeadership(CuratorFramework framework) throws InterruptedException {
                lead();
            }
        });
    }

    private void lead() throws InterruptedException {
        Events.say(id, "LEADER");
        try {
            release.acquire();
        } catch (InterruptedException interruption) {
            Events.say(id, "LOST");
            throw interruption;
        }

        Events.say(id, "LEAVING");
    }

    @Override
    public void open() throws Exception {
        client.blockUntilConnected();
    }

    @Override
    public void join() throws Exception {
        if (started) {
            while (!selector.requeue()) {
                Thread.sleep(1);
            }
        } else {
            started = true;
            if (requeuesItself) {
                selector.autoRequeue();
            }

            selector.start();
        }
    }

    @Override
    public void leave() {
        release.release();
        Events.say(id, "LEFT");
    }

    @Override
    public boolean leads() {
        return selector.hasLeadership();
    }
}
