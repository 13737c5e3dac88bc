namespace LeaderHosting.Hosting;

/// <summary>A factory that is not used, since the election had a service of the class already.</summary>
/// <param name="ServiceType">The class.</param>
/// <param name="Election">The name of the election; empty for the unnamed one.</param>
internal sealed record IgnoredFactory(Type ServiceType, string Election);
