import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;

/** Curator's LeaderLatch. */
final class LatchPeer implements Peer {
    private final CuratorFramework client;
    private final String group;
    private final String id;
    private volatile LeaderLatch latch;

    LatchPeer(String servers, String group, int timeout, String id) {
        this.client = Sessions.start(servers, timeout);
        this.group = group;
        this.id = id;
    }

    @Override
    public void open() throws Exception {
        client.blockUntilConnected();
    }

    @Override
    public void join() throws Exception {
        LeaderLatch joining = new LeaderLatch(client, group, id);
        joining.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                Events.say(id, "LEADER");
            }

            @Override
            public void notLeader() {
                Events.say(id, "LOST");
            }
        });
        latch = joining;
        joining.start();
    }

    @Override
    public void leave() throws Exception {
        long leaving = Events.now();
        latch.close();
        long left = Events.now();
        Events.say(leaving, id, "LEAVING");
        Events.say(left, id, "LEFT");
    }

    @Override
    public boolean leads() {
        LeaderLatch current = latch;
        return current != null && current.hasLeadership();
    }
}
