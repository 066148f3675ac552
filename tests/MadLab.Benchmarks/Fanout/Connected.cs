namespace MadLab.Benchmarks.Fanout;

/// <summary>How the connections stand.</summary>
/// <param name="Open">Those that the server has accepted and not ended.</param>
/// <param name="Lost">Those it ended.</param>
/// <param name="Quotes">Received so far, all together.</param>
/// <param name="Served">Those that have had two quotes of every symbol.</param>
internal sealed record Connected(int Open, int Lost, long Quotes, int Served);
