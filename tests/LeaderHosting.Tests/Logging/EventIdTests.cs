using System.Reflection;
using LeaderHosting.AspNetCore;
using LeaderHosting.Testing;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Logging;

/// <summary>Event ids are for filters and alarms, so no two messages may share one, whatever category they are logged under.</summary>
public sealed class EventIdTests
{
    private static readonly Assembly[] Shipped =
        [typeof(ZooKeeperClient).Assembly, typeof(ILeadership).Assembly, typeof(LeadershipHealthEndpointOptions).Assembly, typeof(ZooKeeperTestServer).Assembly];

    /// <summary>All messages; the generator gives a message the name of its method.</summary>
    private static readonly List<(string Assembly, string Method, LoggerMessageAttribute Message)> Messages =
    [
        .. from assembly in Shipped
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (assembly.GetName().Name!, method.Name, message),
    ];

    [Fact]
    public void Every_event_id_is_used_once()
    {
        var shared = Messages.GroupBy(static m => m.Message.EventId).Where(static g => g.Count() > 1);

        Assert.Empty(shared.Select(static g => $"{g.Key}: {string.Join(", ", g.Select(static m => $"{m.Assembly} {m.Method}"))}"));
    }

    [Fact]
    public void Every_name_is_used_once_in_an_assembly()
    {
        var shared = Messages.GroupBy(static m => (m.Assembly, m.Message.EventName ?? m.Method)).Where(static g => g.Count() > 1);

        Assert.Empty(shared.Select(static g => $"{g.Key}: {string.Join(", ", g.Select(static m => m.Message.EventId))}"));
    }

    [Theory]
    [InlineData("LeaderHosting.ZooKeeper", 1000, 3999)]
    [InlineData("LeaderHosting", 4000, 5999)]
    [InlineData("LeaderHosting.Testing", 7000, 7999)]
    public void Every_assembly_keeps_to_its_block(string assembly, int first, int last)
    {
        var own = Messages.Where(m => m.Assembly == assembly).ToList();

        Assert.NotEmpty(own);
        Assert.All(own, m => Assert.InRange(m.Message.EventId, first, last));
        Assert.All(own, static m => Assert.False(string.IsNullOrWhiteSpace(m.Message.Message)));
    }
}
