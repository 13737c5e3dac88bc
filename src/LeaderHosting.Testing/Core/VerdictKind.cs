namespace LeaderHosting.Testing.Core;

/// <summary>What can become of a request.</summary>
internal enum VerdictKind
{
    /// <summary>It is carried out and answered.</summary>
    Proceed,

    /// <summary>It is not carried out, and answered with an error.</summary>
    Fail,

    /// <summary>It is not carried out, and answered as one that the server does not know, ahead of all that is still to be sent; that is lost with the connection.</summary>
    Reject,

    /// <summary>It is not carried out, and the connection ends.</summary>
    LoseRequest,

    /// <summary>It is carried out, and the connection ends without the answer.</summary>
    LoseReply,
}
