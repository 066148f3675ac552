using Xunit;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>A test that needs Node and the scripts' packages; skipped, with the reason, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = ClientTools.NodeProblem;
}
