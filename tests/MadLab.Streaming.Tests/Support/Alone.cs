using Xunit;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Tests that count what the whole process holds, or that need the machine's cores: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
