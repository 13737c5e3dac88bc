namespace LeaderHosting.TestNode;

/// <summary>What becomes of the run of the background service.</summary>
internal enum RunBehavior
{
    /// <summary>There is no background service.</summary>
    None = 0,

    /// <summary>It runs until it is told to stop.</summary>
    Forever,

    /// <summary>It returns.</summary>
    Ends,

    /// <summary>It throws.</summary>
    Fails,
}
