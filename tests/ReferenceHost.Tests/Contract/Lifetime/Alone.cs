using Xunit;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>Tests with a limit on the clock of the machine: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
