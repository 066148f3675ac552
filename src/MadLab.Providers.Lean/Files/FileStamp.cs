namespace MadLab.Providers.Lean.Files;

/// <summary>What tells one version of a file from the next.</summary>
internal readonly record struct FileStamp(long Length, DateTime Written);
