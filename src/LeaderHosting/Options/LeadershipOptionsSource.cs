namespace LeaderHosting;

/// <summary>Where the options of an election come from, so that an error can name a key as the user wrote it.</summary>
/// <param name="Name">The name of the election.</param>
/// <param name="SectionPath">The path of its configuration section.</param>
/// <param name="SharedSectionPath">The path of the section that it shares with other elections, if there is one.</param>
internal sealed record LeadershipOptionsSource(string Name, string SectionPath, string? SharedSectionPath = null)
{
    /// <summary>The subsection of the named elections.</summary>
    public const string ElectionsKey = "Elections";

    /// <summary>The unnamed election's section.</summary>
    public static LeadershipOptionsSource Unnamed { get; } = new("", ZooKeeperLeadershipOptions.SectionName);

    /// <summary>The sections of a named election.</summary>
    public static LeadershipOptionsSource Named(string name) =>
        new(name, $"{ZooKeeperLeadershipOptions.SectionName}:{ElectionsKey}:{name}", ZooKeeperLeadershipOptions.SectionName);

    /// <summary>The key of a setting that is missing or wrong: a shared one is told of where it is shared.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="isOwn">Whether the election's own section sets it.</param>
    public string PathOf(string key, bool isOwn) =>
        isOwn || SharedSectionPath is null || key == nameof(ZooKeeperLeadershipOptions.ElectionPath) ? $"{SectionPath}:{key}" : $"{SharedSectionPath}:{key}";
}
