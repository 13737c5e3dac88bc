namespace LeaderHosting.Lease;

/// <summary>Makes the lease of a new session, in place of <see cref="SessionLease"/>: for tests alone. Applications can't register one, since the type is internal.</summary>
/// <param name="timeout">The session timeout as granted.</param>
/// <param name="time">The clock.</param>
internal delegate ISessionLease SessionLeaseFactory(TimeSpan timeout, TimeProvider time);
