namespace LeaderHosting.SafetyModel.Tests;

/// <summary>The rules by which the model's candidate may believe in its lease.</summary>
public enum LeaseRule
{
    /// <summary>A request counts when it was answered, by whichever server: what a client that trusts its connection does.</summary>
    AnyAnswer,

    /// <summary>A request counts when it is a commit that was answered.</summary>
    AnyCommit,

    /// <summary>A request counts when a commit sent after its answer was answered.</summary>
    OneCommitAfter,

    /// <summary>A request counts when it was answered, and two commits after it, but the first may follow at once.</summary>
    TwoCommitsWithoutWaiting,

    /// <summary>The rule of this project: r; then a commit p sent more than T/4 after r's answer; then a commit q sent after p's answer.</summary>
    QuorumProved,
}
