using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Faults;
using LeaderHosting.Testing.FourLetterWords;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing.Connections;

/// <summary>What every connection of a server works with.</summary>
internal sealed record ConnectionServices(
    ServerCore Core,
    ServerLimits Limits,
    TrafficGate Gate,
    RequestFaults RequestFaults,
    FourLetterWordResponder FourLetterWords,
    TimeProvider Time,
    ILogger Logger);
