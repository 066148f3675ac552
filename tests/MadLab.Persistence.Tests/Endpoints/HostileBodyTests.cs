using System.Text;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

/// <summary>Whatever bytes a caller sends, the answer is one of the contract's, and what was kept can be read again.</summary>
public sealed class HostileBodyTests
{
    private static readonly (HttpMethod Method, string Path, string Body)[] Requests =
    [
        (HttpMethod.Post, "/api/workspaces", """{"title":"Desk \u00e9 \ud83d\ude00","data":{"a":[1,2.5e3,null,true],"b":{"c":"d"}}}"""),
        (HttpMethod.Put, "/api/workspaces", """{"id":"0123","title":"t","data":{"a":"\ud800"}}"""),
        (HttpMethod.Put, "/api/workspaces/0123", """{"title":"t"}"""),
        (HttpMethod.Post, "/api/templates", """{"name":"n","kind":"k","title":"t","widgets":[{"type":"a","title":"b","layout":{"x":0,"y":1.5,"w":1,"h":1,"i":"k"},"props":{"p":[]}}]}"""),
        (HttpMethod.Put, "/api/preferences", """{"streamMode":"sse","pollingIntervalMs":2000,"cacheTtlMs":1,"cacheMaxEntries":null}"""),
    ];

    // The bytes that parsers trip over, more often than others.
    private static readonly byte[] Likely = [.. "\"\\{}[]:,0eE+-.u \0"u8, 0x80, 0xC0, 0xED, 0xFF];

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public Task EveryBody_Mutated_GetsAnAnswerOfTheContract(StoreKind kind) => CheckAsync(kind);

    [PostgresFact]
    public Task EveryBody_MutatedOnPostgreSql_GetsAnAnswerOfTheContract() => CheckAsync(StoreKind.PostgreSql);

    private static async Task CheckAsync(StoreKind kind)
    {
        await using var place = await StorePlace.CreateAsync(kind);
        await using var server = await StoreServer.StartAsync(place.Use);
        var mutation = Gen.Choose(0, 200).SelectMany(at => Gen.Choose(0, 2).SelectMany(kind =>
            Gen.Frequency((4, Gen.Elements(Likely)), (1, Gen.Choose(0, 255).Select(b => (byte)b))).Select(value => (at, kind, value))));
        var request = Gen.Choose(0, Requests.Length - 1).SelectMany(which => mutation.ListOf().Select(mutations => (which, mutations)));

        Prop.ForAll(request.ToArbitrary(), r =>
        {
            var (method, path, body) = Requests[r.which];
            var bytes = Mutate(Encoding.UTF8.GetBytes(body), r.mutations);
            var reply = server.SendAsync(method, path, bytes, "application/json").GetAwaiter().GetResult();
            return (int)reply.Status is 200 or 404 || ((int)reply.Status == 400 && reply.Text("code") == "INVALID_BODY" && reply.Body.TryGetProperty("details", out _));
        }).Check(Config.QuickThrowOnFailure.WithReplay(42, 13).WithMaxTest(kind != StoreKind.Memory ? 150 : 600));

        foreach (var path in new[] { "/api/workspaces?limit=1000", "/api/templates", "/api/preferences" })
        {
            ((int)(await server.GetAsync(path)).Status).Should().Be(200);
        }
    }

    private static byte[] Mutate(byte[] body, IEnumerable<(int At, int Kind, byte Value)> mutations)
    {
        var bytes = body.ToList();
        foreach (var (at, kind, value) in mutations.Take(4))
        {
            if (bytes.Count == 0)
            {
                break;
            }

            var index = at % bytes.Count;
            switch (kind)
            {
                case 0:
                    bytes[index] = value;
                    break;
                case 1:
                    bytes.Insert(index, value);
                    break;
                default:
                    bytes.RemoveAt(index);
                    break;
            }
        }

        return [.. bytes];
    }
}
