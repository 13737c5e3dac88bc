namespace LeaderHosting.Hosting;

/// <summary>What is logged under.</summary>
internal static class LogCategories
{
    /// <summary>Everything but the client, which has its own name.</summary>
    public const string Election = "LeaderHosting";
}
