namespace LeaderHosting.SafetyModel.Tests;

/// <summary>A node of the model.</summary>
internal readonly record struct SuccessionNode
{
    /// <summary>What it is doing.</summary>
    public SuccessionStep Step { get; init; }

    /// <summary>Its candidate, as it believes.</summary>
    public byte Candidate { get; init; }

    /// <summary>Its candidate as the ensemble has it; 0 when the znode is gone.</summary>
    public byte Znode { get; init; }

    /// <summary>The candidate that the record named when it was read.</summary>
    public byte SeenNamed { get; init; }

    /// <summary>The version of the record when it was read.</summary>
    public byte SeenVersion { get; init; }

    /// <summary>The queue as it was read, a bit for each number; used only by <see cref="SuccessionRule.ReadsTheQueueFirst"/>.</summary>
    public byte SeenQueue { get; init; }

    /// <summary>The number of the newest candidate when it was seen that nobody stood; of use only in <see cref="SuccessionStep.HasSeenNobody"/>.</summary>
    public byte SeenNumber { get; init; }

    /// <summary>Whether a claim is on its way, on condition that the record is at <see cref="ClaimedVersion"/>. It may outlast the node's patience.</summary>
    public bool IsClaiming { get; init; }

    /// <summary>The version that the claim on its way expects.</summary>
    public byte ClaimedVersion { get; init; }

    /// <summary>A number that no other node of a state has unless it is equal.</summary>
    public ulong Key =>
        (ulong)Step | ((ulong)Candidate << 8) | ((ulong)Znode << 16) | ((ulong)SeenNamed << 24) | ((ulong)SeenVersion << 32) | ((ulong)SeenQueue << 40)
        | ((ulong)ClaimedVersion << 48) | (IsClaiming ? 1UL << 56 : 0)
        | ((ulong)SeenNumber << 57);

    /// <summary>Whether its services run.</summary>
    public bool Runs => Step is SuccessionStep.Leading or SuccessionStep.LeadingAfterHandover;
}
