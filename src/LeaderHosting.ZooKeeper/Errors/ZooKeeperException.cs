using System.Globalization;

namespace LeaderHosting.ZooKeeper;

/// <summary>A request failed. Each <see cref="ZooKeeperErrorCode"/> has a subclass, so that code can catch the one it expects;
/// a code this library has no name for arrives as this class, with its number in <see cref="Code"/>.</summary>
/// <remarks>The message names the operation, the path and the code. It never holds data or credentials.</remarks>
public class ZooKeeperException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="operation">The request, by ZooKeeper's name for it, such as <c>getData</c>.</param>
    /// <param name="path">The node the request was about, or null if it was about none.</param>
    /// <param name="cause">What brought it about, if that is known.</param>
    /// <param name="explanation">A sentence for the message that says what the code means here.</param>
    public ZooKeeperException(
        ZooKeeperErrorCode code,
        string operation,
        string? path,
        Exception? cause = null,
        string? explanation = null)
        : base(Describe(code, operation, path, cause, explanation), cause)
    {
        Code = code;
        Operation = operation;
        Path = path;
    }

    /// <summary>What went wrong.</summary>
    public ZooKeeperErrorCode Code { get; }

    /// <summary>The request, by ZooKeeper's name for it, such as <c>getData</c>.</summary>
    public string Operation { get; }

    /// <summary>The node the request was about, as the caller named it (below the chroot), or null if it was about none.</summary>
    public string? Path { get; }

    private static string Describe(ZooKeeperErrorCode code, string operation, string? path, Exception? cause, string? explanation)
    {
        var number = ((int)code).ToString(CultureInfo.InvariantCulture);
        var name = Enum.IsDefined(code) ? $"{code} ({number})" : $"unknown error {number}";
        var subject = path is null ? operation : $"{operation} {path}";
        var text = explanation is null ? $"{subject}: {name}." : $"{subject}: {name}. {explanation}";
        return cause is null ? text : $"{text} Cause: {cause.Message}";
    }
}
