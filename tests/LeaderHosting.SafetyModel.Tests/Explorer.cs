namespace LeaderHosting.SafetyModel.Tests;

/// <summary>Visits every state that a model can reach. There are finitely many: whatever grows is bounded by the model.</summary>
internal static class Explorer
{
    /// <summary>Explores a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>How many states were visited, and a shortest way to a broken one, if there is any.</returns>
    public static (int States, IReadOnlyList<TState>? Counterexample) Explore<TState>(IModel<TState> model)
        where TState : struct
    {
        var cameFrom = new Dictionary<TState, TState?> { [model.Start] = null };
        var toVisit = new Queue<TState>([model.Start]);
        while (toVisit.TryDequeue(out var state))
        {
            if (model.IsBroken(state))
            {
                return (cameFrom.Count, WayTo(state, cameFrom));
            }

            foreach (var next in model.Next(state))
            {
                if (cameFrom.TryAdd(next, state))
                {
                    toVisit.Enqueue(next);
                }
            }
        }

        return (cameFrom.Count, null);
    }

    private static List<TState> WayTo<TState>(TState state, Dictionary<TState, TState?> cameFrom)
        where TState : struct
    {
        var way = new List<TState>();
        for (TState? s = state; s is { } step; s = cameFrom[step])
        {
            way.Add(step);
        }

        way.Reverse();
        return way;
    }
}
