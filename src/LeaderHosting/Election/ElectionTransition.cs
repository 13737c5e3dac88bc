namespace LeaderHosting.Election;

/// <summary>The answer of <see cref="ElectionMachine"/> to an input.</summary>
/// <param name="State">The state afterwards.</param>
/// <param name="Effects">What has to be done, in this order.</param>
internal readonly record struct ElectionTransition(ElectionState State, IReadOnlyList<ElectionEffect> Effects)
{
    /// <summary>Nothing changes.</summary>
    public static ElectionTransition None(ElectionState state) => new(state, []);
}
