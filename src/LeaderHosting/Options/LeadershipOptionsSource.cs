namespace LeaderHosting;

/// <summary>Where the options of an election come from, so that an error can name a key as the user wrote it.</summary>
/// <param name="Name">The name of the election.</param>
/// <param name="SectionPath">The path of its configuration section.</param>
internal sealed record LeadershipOptionsSource(string Name, string SectionPath);
