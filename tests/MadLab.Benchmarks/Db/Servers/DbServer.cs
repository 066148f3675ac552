using System.Text;
using MadLab.Benchmarks.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Benchmarks.Db.Servers;

/// <summary>The process of one server: MadLab as an app gets it, or hand-written ADO.NET.</summary>
internal sealed class DbServer : ICommand
{
    public const string Verb = "db-server";
    public const string MadLab = "madlab";
    public const string Ado = "ado";

    private static readonly Option[] Options = [new("--peer", "NAME", ""), new("--engine", "NAME", ""), new("--store", "BASE64", "")];

    public string Name => Verb;

    public string Summary => "";

    public static IEnumerable<string> Arguments(string peer, string engine, string connection) =>
        ["--peer", peer, "--engine", engine, "--store", Convert.ToBase64String(Encoding.UTF8.GetBytes(connection))];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var given = Shared.Arguments.Parse(args, Options);
        var isSqlite = given.Text("--engine", DbOptions.Sqlite) == DbOptions.Sqlite;
        var connection = Encoding.UTF8.GetString(Convert.FromBase64String(given.Text("--store", "")));
        var isMadLab = given.Text("--peer", MadLab) == MadLab;
        var builder = BenchApp.CreateBuilder();
        if (isMadLab)
        {
            var madlab = builder.Services.AddMadLab();
            _ = isSqlite ? madlab.UseSqlite(connection) : madlab.UsePostgreSql(connection);
        }

        await using var app = builder.Build();
        await using var store = isMadLab ? null : await AdoStore.OpenAsync(isSqlite, connection, cancellationToken);
        if (store is null)
        {
            app.MapMadLab();
        }
        else
        {
            AdoEndpoints.Map(app, store);
        }

        await app.StartAsync(cancellationToken);
        return await ChildLoop.RunAsync(
            new ServerHello(BenchApp.PortOf(app)), static words => throw new UsageException($"Unknown command '{words[0]}'."));
    }
}
