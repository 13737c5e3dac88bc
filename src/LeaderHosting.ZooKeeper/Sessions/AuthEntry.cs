using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>An identity that each connection must prove, and whether some server has accepted it yet.</summary>
internal sealed class AuthEntry(ZooKeeperAuthInfo info)
{
    /// <summary>The outcome is a value and not a fault, because nobody may be waiting for it.</summary>
    private readonly TaskCompletionSource<ZooKeeperException?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with null when a server has accepted the identity, with an exception when one has refused it or the session has ended.</summary>
    public Task<ZooKeeperException?> Outcome => _outcome.Task;

    public AuthRequest ToRequest() => new(Type: 0, info.Scheme, info.Auth);

    public void Accept() => _outcome.TrySetResult(null);

    public void Fail(ZooKeeperException cause) => _outcome.TrySetResult(cause);

    /// <summary>The exception for a refusal. A server says AuthFailed, whatever was wrong; another code is kept as the cause.</summary>
    public AuthFailedException ToException(ZooKeeperErrorCode code) => new(
        $"auth {info.Scheme}",
        path: null,
        code == ZooKeeperErrorCode.AuthFailed ? null : new ZooKeeperException(code, "auth", path: null));
}
