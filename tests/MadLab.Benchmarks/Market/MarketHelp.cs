using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>What <c>market --help</c> says.</summary>
internal static class MarketHelp
{
    public static string Text =>
        $"""
        market: market data over HTTP, MadLab against a bare Kestrel endpoint in the same run.

          dotnet run -c Release --project tests/MadLab.Benchmarks -- market [options]

        Options (default)
        {Option.Describe(MarketOptions.All)}

        Cases
        {string.Join('\n', MarketCase.All.Select(c => $"  {c.Name,-20} {c.Summary}"))}

        How it is measured
          Two servers on 127.0.0.1, a process each, both bound to the first core; the load is bound to the second.
          madlab is AddMadLab() and MapMadLab() with a provider of fixed bars, metrics included. MadLab answers each
          case once, and bare is taught that answer: a routed endpoint that sets the same headers from values made
          beforehand and writes the same bytes with one call. Before anything is measured the two answers are compared.
          Each server runs until its hot code is compiled. Then they are measured in pairs, in turn the one and the
          other first. Ratios are taken within a pair, so that a slow moment of the machine hits both.
          ratio         requests per second of madlab over bare's
          CPU ratio     CPU time of the server process (user and kernel, from /proc) per answer, madlab over bare;
                        it says the same and is less disturbed by what else the machine does
          us            that CPU time per answer
          B/req         bytes the server allocated per answer; of bare they are the framework's own
          p50 added     median latency of madlab less that of bare. Of cold, where bare waits as long as the provider,
                        it is what a miss costs: parsing, the chain with its limits, checks, encoding, storing
          p99           of both, bare / madlab
        The load is wrk with one thread where it is on the path, else sockets of this program on one thread; both
        send the next request on a connection when the answer is there. The table says which it was.
        Figures are medians of the pairs with the least and the most. Progress goes to the error stream.
        """;
}
