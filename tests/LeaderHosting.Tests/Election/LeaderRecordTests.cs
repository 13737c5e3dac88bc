using System.Text;
using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election;

/// <summary>The record of who leads, as it stands in the election path: nodes of other versions, and other programs, read and write there as well.</summary>
public sealed class LeaderRecordTests
{
    private const string Candidate = "_c_0123456789abcdef0123456789abcdef-latch-0000000007";

    public static TheoryData<string> NoRecords =>
    [
        "web1",
        "null",
        "5",
        "[]",
        "{}",
        $$"""{"candidate":"{{Candidate}}"}{}""",
        $$"""{"candidate":"{{Candidate}}" """,
        $$"""{"Candidate":"{{Candidate}}"}""",
        """{"candidate":null}""",
        """{"candidate":7}""",
        """{"candidate":"\ud800"}""",
        """{"candidate":"../other"}""",
        $$"""{"candidate":"{{Candidate}}","name":["web1"]}""",
        $$"""{"candidate":"{{Candidate}}","processId":"12"}""",
        $$"""{"candidate":"{{Candidate}}","processId":99999999999}""",
        $$"""{"candidate":"{{Candidate}}","since":"yesterday"}""",
        $$"""{"candidate":"{{Candidate}}","order":"Alphabetical"}""",
        $$"""{"candidate":"{{Candidate}}","order":null}""",
        $$"""{"candidate":"{{Candidate}}","term":1.5}""",
    ];

    [Fact]
    public void A_record_is_written_as_one_json_object()
    {
        var record = new LeaderRecord(Candidate)
        {
            Name = "wéb \"1\"",
            Host = "vm",
            ProcessId = 12,
            Url = "http://web1:5000/?a&b",
            Since = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 250, TimeSpan.FromHours(1)),
            Order = LeadershipOrder.NewestFirst,
            Term = 3,
            FencingToken = 4294967311,
        };

        Assert.Equal(
            $$"""{"candidate":"{{Candidate}}","name":"w\u00E9b \u00221\u0022","host":"vm","processId":12,"url":"http://web1:5000/?a\u0026b","since":"2026-11-22T10:00:00.25+01:00","order":"NewestFirst","term":3,"fencingToken":4294967311}""",
            Encoding.UTF8.GetString(record.ToUtf8()));
        Assert.True(LeaderRecord.TryRead(record.ToUtf8(), out var read));
        Assert.Equal(record, read);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var record = new LeaderRecord(Candidate);

        Assert.Equal($$"""{"candidate":"{{Candidate}}"}""", Encoding.UTF8.GetString(record.ToUtf8()));
        Assert.True(LeaderRecord.TryRead(record.ToUtf8(), out var read));
        Assert.Equal(record, read);
    }

    [Fact]
    public void What_another_version_writes_is_read_for_what_is_known()
    {
        var data = $$""" {"colour":{"of":["the","door"]}, "name":null, "processId":null, "term":5, "order":"newestfirst", "candidate":"{{Candidate}}"} """;

        Assert.True(LeaderRecord.TryRead(Encoding.UTF8.GetBytes(data), out var read));
        Assert.Equal(new LeaderRecord(Candidate) { Term = 5, Order = LeadershipOrder.NewestFirst }, read);
    }

    [Fact]
    public void Before_the_first_claim_there_is_no_record()
    {
        Assert.True(LeaderRecord.TryRead([], out var read));
        Assert.Null(read);
    }

    [Theory]
    [MemberData(nameof(NoRecords))]
    public void Data_of_another_program_is_no_record(string data)
    {
        Assert.False(LeaderRecord.TryRead(Encoding.UTF8.GetBytes(data), out var read));
        Assert.Null(read);
    }
}
