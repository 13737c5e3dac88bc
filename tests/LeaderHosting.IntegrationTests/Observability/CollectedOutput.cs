using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>Keeps what a fixture, which has no output of its own, would write, for the message of its failure. Thread-safe.</summary>
internal sealed class CollectedOutput : ITestOutputHelper
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public void WriteLine(string message)
    {
        lock (_lock)
        {
            _text.AppendLine(message);
        }
    }

    public void WriteLine(string format, params object[] args) => WriteLine(string.Format(CultureInfo.InvariantCulture, format, args));

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }
}
