using System.Runtime;
using MadLab.Benchmarks.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Benchmarks.Market.Servers;

/// <summary>The process of one server: MadLab as an app gets it, or the bare endpoint.</summary>
internal sealed class MarketServer : ICommand
{
    public const string Verb = "market-server";
    public const string MadLab = "madlab";
    public const string Bare = "bare";

    private static readonly Option[] Options = [new("--peer", "NAME", "")];

    public string Name => Verb;

    public string Summary => "";

    public static IEnumerable<string> Arguments(string peer) => ["--peer", peer];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var bare = Shared.Arguments.Parse(args, Options).Text("--peer", MadLab) == Bare ? new BareEndpoint() : null;
        var builder = BenchApp.CreateBuilder();
        if (bare is null)
        {
            builder.Services.AddMadLab().AddProvider("bench", static _ => new BenchProvider());
        }

        await using var app = builder.Build();
        if (bare is null)
        {
            app.MapMadLab();
        }
        else
        {
            bare.Map(app);
        }

        await app.StartAsync(cancellationToken);
        return await ChildLoop.RunAsync(new ServerHello(BenchApp.PortOf(app)), words =>
        {
            if (words[0] == "answer")
            {
                bare!.Give(RecordedAnswer.FromWord(words[1]));
            }

            return Task.FromResult<object>(new ServerReading(GC.GetTotalAllocatedBytes(precise: true), JitInfo.GetCompiledMethodCount()));
        });
    }
}
