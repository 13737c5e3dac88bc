using LeaderHosting.Coordination.ZooKeeper;

namespace LeaderHosting.Tests.Sessions;

/// <summary>What lost connections teach of servers that do not know a request.</summary>
public sealed class ServerFeaturesTests
{
    private readonly ServerFeatures _features = new();

    [Fact]
    public void At_first_servers_are_believed_to_know_it() => Assert.True(_features.KnowMultiRead);

    [Fact]
    public void One_that_says_so_does_not_know_it()
    {
        _features.OnMultiReadAnswered();
        _features.OnMultiReadUnknown();

        Assert.False(_features.KnowMultiRead);
    }

    [Fact]
    public void The_second_loss_says_so_too()
    {
        _features.OnMultiReadLost(_features.MultiReadsLost);
        Assert.True(_features.KnowMultiRead);

        _features.OnMultiReadLost(_features.MultiReadsLost);
        Assert.False(_features.KnowMultiRead);
    }

    [Fact]
    public void All_that_are_lost_with_one_connection_are_one_loss()
    {
        var before = _features.MultiReadsLost;
        for (var i = 0; i < 4; i++)
        {
            _features.OnMultiReadLost(before);
        }

        Assert.True(_features.KnowMultiRead);
    }

    [Fact]
    public void Once_it_was_answered_no_loss_says_anything()
    {
        _features.OnMultiReadLost(_features.MultiReadsLost);
        _features.OnMultiReadAnswered();
        for (var i = 0; i < 4; i++)
        {
            _features.OnMultiReadLost(_features.MultiReadsLost);
        }

        Assert.True(_features.KnowMultiRead);
    }
}
