namespace LeaderHosting.SafetyModel.Tests;

/// <summary>A model that can be explored.</summary>
/// <typeparam name="TState">Its states; equal ones are one.</typeparam>
internal interface IModel<TState>
    where TState : struct
{
    /// <summary>Where it begins.</summary>
    TState Start { get; }

    /// <summary>Whether what must never be is so.</summary>
    bool IsBroken(TState state);

    /// <summary>Everything that may happen next.</summary>
    IEnumerable<TState> Next(TState state);
}
