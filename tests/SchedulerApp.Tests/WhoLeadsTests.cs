using LeaderHosting;

namespace SchedulerApp.Tests;

public sealed class WhoLeadsTests
{
    private static readonly LeaderInfo Leader = new("client10", "c");

    [Theory]
    [InlineData(LeadershipRole.Leader, true, "client11 is master (term 3).\n")]
    [InlineData(LeadershipRole.Follower, true, "client11 is slave; client10 is master (term 3).\n")]
    [InlineData(LeadershipRole.Follower, false, "client11 is slave; it knows of no master.\n")]
    [InlineData(LeadershipRole.Observer, true, "client11 looks on; client10 is master (term 3).\n")]
    [InlineData(LeadershipRole.Observer, false, "client11 looks on; it knows of no master.\n")]
    public void One_line_says_who_leads(LeadershipRole role, bool knowsLeader, string line)
    {
        var status = new LeadershipStatus { NodeName = "client11", Role = role, Term = 3, Leader = knowsLeader ? Leader : null };

        Assert.Equal(line, WhoLeads.Describe(status));
    }
}
