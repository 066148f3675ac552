namespace MadLab.Testing.Conformance;

/// <summary>The upstream of a streaming provider, in a test's hand: a local server that speaks its protocol.</summary>
/// <param name="Connections">How many connections it has open.</param>
/// <param name="CutAsync">Cuts all of them, without a word. It takes new ones afterwards.</param>
public sealed record StreamUpstream(Func<int> Connections, Func<Task> CutAsync);
