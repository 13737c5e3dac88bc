using System.Net;
using LeaderHosting.Chaos.Network;

namespace LeaderHosting.Chaos.Tests.Network;

public class LinkFaultsTests
{
    private static readonly IPAddress A = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress B = IPAddress.Parse("10.0.0.2");
    private readonly LinkFaults _faults = new();

    [Fact]
    public void A_cut_holds_in_its_direction_until_it_is_disposed()
    {
        using (_faults.Add([A], [B], LinkQuality.Cut))
        {
            Assert.Equal(1, Of(A, B).Loss);
            Assert.Equal(0, Of(B, A).Loss);
        }

        Assert.Equal(default, Of(A, B));
    }

    [Fact]
    public void Faults_of_one_link_add_up()
    {
        using var first = _faults.Add([A], [B], new LinkQuality(TimeSpan.FromMilliseconds(10), 0.5));
        using var second = _faults.Add([A], [B], new LinkQuality(TimeSpan.FromMilliseconds(5), 0.5));

        Assert.Equal(new LinkQuality(TimeSpan.FromMilliseconds(15), 0.75), Of(A, B));
    }

    [Fact]
    public void The_end_of_one_fault_leaves_the_other()
    {
        using var cut = _faults.Add([A], [B], LinkQuality.Cut);
        _faults.Add([A], [B], new LinkQuality(TimeSpan.FromSeconds(1), 0)).Dispose();

        Assert.Equal(LinkQuality.Cut, Of(A, B));
    }

    private LinkQuality Of(IPAddress from, IPAddress to) => _faults.Of(LinkFaults.KeyOf(from), LinkFaults.KeyOf(to));
}
