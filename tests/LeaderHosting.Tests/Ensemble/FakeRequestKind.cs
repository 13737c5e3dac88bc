namespace LeaderHosting.Tests.Ensemble;

/// <summary>The kinds of request of an <c>ICoordinationSession</c>.</summary>
internal enum FakeRequestKind
{
    Create,
    Get,
    GetChildren,
    Read,
    Watch,
    Commit,
}
