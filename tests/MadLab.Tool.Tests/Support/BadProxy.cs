using System.Text;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace MadLab.Tool.Tests.Support;

/// <summary>An answer on its way, for a test to spoil.</summary>
internal sealed class PassedAnswer(string path, int status, string body, Dictionary<string, string> headers)
{
    public string Path { get; } = path;

    public int Status { get; set; } = status;

    public string Body { get; set; } = body;

    public Dictionary<string, string> Headers { get; } = headers;
}

/// <summary>A proxy that changes what comes by. It knows nothing of streams, which it refuses at once, or holds back until they end.</summary>
internal sealed class BadProxy : IAsyncDisposable
{
    private readonly KestrelApp _app;
    private readonly HttpClient _client;

    private BadProxy(KestrelApp app, HttpClient client) => (_app, _client) = (app, client);

    public string Url => _app.Address.ToString();

    public static async Task<BadProxy> StartAsync(string host, Action<PassedAnswer> spoil, bool holdsStreamsBack = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(host) };
        var app = await KestrelApp.StartAsync(static _ => { }, app => app.Run(async context =>
        {
            var (request, response) = (context.Request, context.Response);
            var isStream = request.Path.Value is "/api/stream" or "/api/stream/ws";
            if (isStream && !holdsStreamsBack)
            {
                response.StatusCode = StatusCodes.Status502BadGateway;
                return;
            }

            using var passed = new HttpRequestMessage(new HttpMethod(request.Method), request.GetEncodedPathAndQuery());
            foreach (var (name, value) in request.Headers.Where(static h => h.Key is "Accept" or "If-None-Match" or "Authorization"))
            {
                passed.Headers.TryAddWithoutValidation(name, value.ToArray());
            }

            using var answer = await client.SendAsync(passed, HttpCompletionOption.ResponseContentRead, context.RequestAborted);
            var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
                .Where(static h => h.Key is not ("Transfer-Encoding" or "Content-Length" or "Connection"))
                .ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var seen = new PassedAnswer(request.Path + request.QueryString, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(context.RequestAborted), headers);
            spoil(seen);
            response.StatusCode = seen.Status;
            foreach (var (name, value) in seen.Headers)
            {
                response.Headers[name] = value;
            }

            if (seen.Status != StatusCodes.Status304NotModified)
            {
                await response.Body.WriteAsync(Encoding.UTF8.GetBytes(seen.Body), context.RequestAborted);
            }
        }));
        return new BadProxy(app, client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
