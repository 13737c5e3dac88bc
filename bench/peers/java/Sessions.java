import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Makes Curator clients, all alike. */
final class Sessions {
    private Sessions() { }

    static CuratorFramework start(String servers, int timeout) {
        CuratorFramework client = CuratorFrameworkFactory.builder()
            .connectString(servers)
            .sessionTimeoutMs(timeout)
            .connectionTimeoutMs(Math.max(1000, Math.min(timeout, 15000)))
            .retryPolicy(new ExponentialBackoffRetry(100, 10, 2000))
            .build();
        client.start();
        return client;
    }
}
