namespace MadLab;

/// <summary>A past session streamed as if it were live.</summary>
/// <param name="Session">The day of the session, exchange date.</param>
/// <param name="Speed">How many seconds of the session pass in one second.</param>
public readonly record struct ReplaySession(DateOnly Session, double Speed);
