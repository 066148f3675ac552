namespace MadLab;

/// <summary>Preferences with the version they were read at.</summary>
/// <param name="Preferences">The preferences.</param>
/// <param name="Version">Grows by one with each write; 0 when nothing was ever written.</param>
public sealed record VersionedPreferences(Preferences Preferences, long Version);
