namespace ReferenceHost.Tests.Support;

/// <summary>What a host left behind when it ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">All it wrote to the standard output.</param>
/// <param name="Error">All it wrote to the error output.</param>
public sealed record HostExit(int Code, string Output, string Error);
