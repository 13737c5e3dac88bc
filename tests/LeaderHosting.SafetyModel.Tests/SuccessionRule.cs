namespace LeaderHosting.SafetyModel.Tests;

/// <summary>The rules by which nodes follow one another: those of this project, and weaker ones.</summary>
public enum SuccessionRule
{
    /// <summary>The rules of this project, under a lease: services have stopped before the session of their node can end.</summary>
    Ours,

    /// <summary>A session may end while its node still leads: there is no lease.</summary>
    NoLease,

    /// <summary>The place is given up before the services have stopped.</summary>
    HandsOverBeforeItHasStopped,

    /// <summary>A claim replaces the record, whoever has written it meanwhile.</summary>
    ClaimsWhateverTheRecord,

    /// <summary>The queue is read before the record.</summary>
    ReadsTheQueueFirst,

    /// <summary>Whoever has seen nobody in the queue joins it and leads at once, though others may have joined since.</summary>
    LeadsAtOnceWhoeverHasJoined,

    /// <summary>A named successor leads at once, wherever in the queue it stands.</summary>
    NamedLeadsFromAnyPlace,
}
