namespace LeaderHosting.Chaos.Checking;

/// <summary>Every start has one stop, or the process died; and nothing stops that has not started.</summary>
internal static class PairingRule
{
    public static IEnumerable<BrokenRule> Check(History history) => history.Lives.SelectMany(Check);

    private static IEnumerable<BrokenRule> Check(Life life)
    {
        long? running = null;
        var hangs = false;
        foreach (var e in life.Events)
        {
            switch (e.Kind)
            {
                case "START" when running is not null:
                    yield return Broken(e.At, $"{life.Process} started token {e.Number(1)} while {running} ran");
                    running = e.Number(1);
                    break;
                case "START":
                    running = e.Number(1);
                    break;
                case "STOP" or "STARTFAILED" when running == e.Number(1):
                    running = null;
                    break;
                case "STOP" or "STARTFAILED":
                    yield return Broken(e.At, $"{life.Process} stopped token {e.Number(1)}, which did not run");
                    break;
                case "HANG":
                    hangs = true;
                    break;
                case "DOWN" when running is not null && !hangs:
                    yield return Broken(e.At, $"{life.Process} went down in good order and never stopped token {running}");
                    break;
            }
        }
    }

    private static BrokenRule Broken(long at, string what) => new(RuleKind.Pairing, at, what);
}
