using LeaderHosting.Election;
using LeaderHosting.Sessions;

namespace LeaderHosting.Diagnostics;

/// <summary>What the gauges show of an election.</summary>
/// <param name="Tags">The tags of the election.</param>
/// <param name="Board">What is known of it on this node.</param>
/// <param name="Hub">Its session.</param>
internal sealed record ObservedElection(ElectionTags Tags, StatusBoard Board, SessionHub Hub);
