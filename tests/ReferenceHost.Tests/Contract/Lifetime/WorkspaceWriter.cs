using System.Net;
using System.Text.Json;
using ReferenceHost.Tests.Contract.Support;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>A client that creates and changes workspaces of its own, one request after the other, and remembers what was acknowledged.</summary>
internal sealed class WorkspaceWriter(int number, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Written> _documents = [];
    private int _count;

    /// <summary>The documents whose creation was acknowledged.</summary>
    public IReadOnlyDictionary<string, Written> Documents => _documents;

    /// <summary>How many creations were sent and never answered; each may be there or not.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Writes until the host is gone.</summary>
    /// <param name="client">The way to the host.</param>
    /// <param name="acknowledged">Told of each acknowledged write.</param>
    public async Task WriteAsync(HttpClient client, Action acknowledged)
    {
        while (true)
        {
            var value = $"{number}-{++_count}";
            try
            {
                if (_documents.Count == 0 || _random.Next(3) == 0)
                {
                    Unanswered++;
                    await CreateAsync(client, value);
                    Unanswered--;
                }
                else
                {
                    await ChangeAsync(client, _documents.Keys.ElementAt(_random.Next(_documents.Count)), value);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }

            acknowledged();
        }
    }

    /// <summary>Takes what the host says after its restart as the truth for what had been sent and not answered.</summary>
    public void Settle(string id, string value, long version) => _documents[id] = new Written(value, version, null);

    private async Task CreateAsync(HttpClient client, string value)
    {
        var workspace = Read(await client.PostJsonAsync("/api/workspaces", new { title = value, data = Data(value) }));
        _documents.Add(workspace.GetProperty("id").GetString()!, new Written(value, workspace.GetProperty("version").GetInt64(), null));
    }

    private async Task ChangeAsync(HttpClient client, string id, string value)
    {
        _documents[id] = _documents[id] with { Sent = value };
        var workspace = Read(await client.PutJsonAsync("/api/workspaces", new { id, title = value, data = Data(value) }));
        _documents[id] = new Written(value, workspace.GetProperty("version").GetInt64(), null);
    }

    private object Data(string value) => new { value, padding = new string('x', _random.Next(4_000)) };

    private static JsonElement Read(HttpAnswer answer) => answer.Status == HttpStatusCode.OK
        ? answer.Json.GetProperty("workspace")
        : throw new InvalidOperationException($"A write was refused: {answer.Status} {answer.Text}");

    /// <summary>What is known of a document.</summary>
    /// <param name="Value">The last acknowledged value.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Sent">A newer value that was sent and not acknowledged; null where there is none.</param>
    public sealed record Written(string Value, long Version, string? Sent);
}
