namespace LeaderHosting.SafetyModel.Tests;

/// <summary>Visits every state that a model can reach. There are finitely many: a lease or a session ends at last.</summary>
internal static class Explorer
{
    /// <summary>Explores a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>How many states were visited, and a shortest way to a broken one, if there is any.</returns>
    public static (int States, IReadOnlyList<ModelState>? Counterexample) Explore(LeaseModel model)
    {
        var cameFrom = new Dictionary<ModelState, ModelState?> { [model.Start] = null };
        var toVisit = new Queue<ModelState>([model.Start]);
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

    private static List<ModelState> WayTo(ModelState state, Dictionary<ModelState, ModelState?> cameFrom)
    {
        var way = new List<ModelState>();
        for (ModelState? s = state; s is { } step; s = cameFrom[step])
        {
            way.Add(step);
        }

        way.Reverse();
        return way;
    }
}
