namespace LeaderHosting.Services;

/// <summary>What a service is called in logs and health reports.</summary>
internal static class ServiceName
{
    /// <summary>The name of the class that the application has registered.</summary>
    public static string Of(ILeaderOnlyService service) => (service is IServiceAdapter adapter ? adapter.ServiceType : service.GetType()).Name;
}
