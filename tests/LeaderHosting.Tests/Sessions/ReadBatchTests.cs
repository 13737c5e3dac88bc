using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Sessions;

/// <summary>What is different where a request may be sent twice.</summary>
public sealed class ReadBatchTests() : BatcherTests(canBeRepeated: true)
{
    [Fact]
    public async Task A_client_that_throws_is_asked_for_each_by_itself()
    {
        Fill();
        var reads = Enumerable.Range(0, 3).Select(i => Commit($"/{i}")).ToList();
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(new InvalidOperationException("a fault of the client"));
        await AnswerAllAsync(
            reads,
            static request =>
            {
                if (request.Paths[0] == "/1")
                {
                    request.Fail(new InvalidOperationException("a fault of this one"));
                }
                else
                {
                    request.Succeed();
                }
            },
            from: 5);

        Assert.Equal(["/0", "/1", "/2"], Requests.Skip(5).Select(static request => Assert.Single(request.Paths)));
        await reads[0].WaitAsync(Eventually.DefaultTimeout);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => reads[1].WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal("a fault of this one", fault.Message);
        await reads[2].WaitAsync(Eventually.DefaultTimeout);
    }
}
