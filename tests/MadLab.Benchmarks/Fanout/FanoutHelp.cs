using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>What <c>fanout --help</c> says.</summary>
internal static class FanoutHelp
{
    public static string Text =>
        $"""
        fanout: quotes to many connections, MadLab against its peers in the same run.

          dotnet run -c Release --project tests/MadLab.Benchmarks -- fanout [options]

        Three kinds of run
          (usual)     N clients x K symbols; every peer in turn, several rounds; cost per delivered quote and latency
          --idle N    N connections that were served once and then left alone; memory per connection
          --hold N    N connections for a minute; at the end every symbol gets a last value, and exit code 1 says
                      that a connection was lost or lacks one

        Options (default)
        {Option.Describe(FanoutOptions.All)}

        Peers
        {string.Join('\n', Peer.All.Select(p => $"  {p.Name,-20} {p.Summary}"))}

        How it is measured
          The server and all clients are a process each, bound to the first and the second core, on 127.0.0.1. A client
          is a raw socket that counts quotes and parses none, so it costs every peer the same; JSON is the same text
          everywhere, and "wire B/quote" shows it.
          A quote of each symbol is published at once, --rate times a second; with --spread one after the other. MadLab, bare and sendasync send each
          connection the newest ones once an interval, the connections' turns spread over it; signalr has no interval
          and sends when a tick is published, to everybody at once, which lets it put a tick into few writes.
          us/quote     CPU time of the server process (user and kernel, from /proc) per quote that a client received;
                       loopback puts the receiver's share of TCP on the sender's account, so it is an upper bound
          x bare       that over the bare server of the same kind, in the same round; x signalr likewise
          alloc        bytes allocated by the server per quote received
          p50, p99     from publishing to arrival on a sample of connections. Where quotes are conflated this contains
                       the wait for the connection's turn, up to one interval, by design
          late p99     arrival after the connection's own turn (its earliest arrival in the period stands for it)
          KB/conn      resident memory of the server per connection, under load; see --idle for a clean figure
        Figures are medians of the rounds with the least and the most. Progress goes to the error stream.
        """;
}
