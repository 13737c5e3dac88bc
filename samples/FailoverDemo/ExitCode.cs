namespace FailoverDemo;

/// <summary>What the demo tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Never two, and always one soon enough.</summary>
    public const int Kept = 0;

    /// <summary>Two nodes ran jobs at a time, or nobody took over.</summary>
    public const int Broken = 1;

    /// <summary>The demo could not be played.</summary>
    public const int Failed = 2;

    /// <summary>The story was interrupted; what shells report for Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a demo that came to its end.</summary>
    public static int Of(Jobs.PromiseChecker checker) => checker.Violations.Count == 0 ? Kept : Broken;
}
