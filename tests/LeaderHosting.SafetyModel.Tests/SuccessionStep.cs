namespace LeaderHosting.SafetyModel.Tests;

/// <summary>What a node of the model is doing.</summary>
internal enum SuccessionStep : byte
{
    /// <summary>It is in no queue.</summary>
    Out,

    /// <summary>It is in no queue, and has read the record when nobody else was in one either.</summary>
    HasSeenNobody,

    /// <summary>It waits in the queue for its turn, or has to look again whether it has come.</summary>
    Waiting,

    /// <summary>It has read the queue, before the record.</summary>
    HasReadQueue,

    /// <summary>It has read the record.</summary>
    HasReadRecord,

    /// <summary>It has found the one on record gone, and may claim.</summary>
    MayClaim,

    /// <summary>Its services run.</summary>
    Leading,

    /// <summary>Its services have stopped; its place is still to be given up.</summary>
    Stopped,

    /// <summary>Its services run although its place is given up; only under <see cref="SuccessionRule.HandsOverBeforeItHasStopped"/>.</summary>
    LeadingAfterHandover,
}
