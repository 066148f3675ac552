using System.Net.Http.Headers;
using System.Text.Json;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>One request of each kind. An answer that is no success ends the run.</summary>
internal sealed class DbClient(Uri address) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 512 }) { BaseAddress = address };

    /// <summary>Creates a workspace and returns its id.</summary>
    public async Task<string> CreateAsync(byte[] body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/workspaces", body, cancellationToken);
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("workspace").GetProperty("id").GetString()!;
    }

    public Task ReadAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, "/api/workspaces/" + id, null, cancellationToken);

    public Task UpdateAsync(string id, byte[] body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, "/api/workspaces/" + id, body, cancellationToken);

    public Task ListAsync(int limit, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, $"/api/workspaces?limit={limit}", null, cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, "/api/workspaces/" + id, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? bytes
            : throw new MeasurementException($"{method} {path} was answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
    }
}
