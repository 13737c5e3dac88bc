using LeaderHosting.Chaos.Machines;

namespace LeaderHosting.Chaos.Tests.Machines;

public class SessionCloserTests
{
    [Fact]
    public void Passwords_are_those_of_the_server() =>
        Assert.Equal("237710BC62D77989A42E8DA77022789D", Convert.ToHexString(SessionCloser.PasswordOf(0x1000123456789AB)));
}
