namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>A target did something that it must not do, whatever it is sent.</summary>
/// <param name="message">What.</param>
/// <param name="cause">The exception that showed it, if there was one.</param>
public sealed class FuzzFailureException(string message, Exception? cause = null) : Exception(message, cause);
