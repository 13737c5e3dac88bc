using System.Net;

namespace LeaderHosting.Conformance;

/// <summary>A ZooKeeper server that answers all four-letter commands, makes nodes with a time to live and looks for empty containers every second or so.</summary>
public interface IServerUnderTest
{
    /// <summary>Where it listens.</summary>
    IPEndPoint EndPoint { get; }

    /// <summary>Its unit of time; the shortest session timeout is two of them, the longest twenty.</summary>
    TimeSpan TickTime { get; }
}
