namespace LeaderHosting.Election;

/// <summary>What keeps a node from standing for election for a while. All of them must be gone before it stands again.</summary>
[Flags]
internal enum Holds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The application has paused the candidacy.</summary>
    Paused = 1,

    /// <summary>A health check that the candidacy depends on has not passed.</summary>
    Unfit = 2,
}
