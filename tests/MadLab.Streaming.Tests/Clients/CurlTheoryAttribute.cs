using Xunit;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>A test that needs curl; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CurlTheoryAttribute : TheoryAttribute
{
    public CurlTheoryAttribute() => Skip = ClientTools.Curl is null ? "curl is not installed." : null;
}
