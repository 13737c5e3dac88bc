namespace LeaderHosting.Services;

/// <summary>A leader-only service that stands for a service of another kind.</summary>
internal interface IServiceAdapter
{
    /// <summary>The class that the application has registered.</summary>
    Type ServiceType { get; }
}
