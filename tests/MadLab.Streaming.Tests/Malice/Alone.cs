using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>Tests that weigh the heap or count what the whole process does: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
