using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using MadLab.Http;
using MadLab.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Tests.Support;

/// <summary>The store's endpoints under <c>/api</c> on real Kestrel.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StoreServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<StoreServer> StartAsync(Action<IMadLabBuilder> use, TimeProvider? time = null, RecordedLogs? logs = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        if (time is not null)
        {
            builder.Services.TryAddSingleton(time);
        }

        // A host's own taste must not reach the contract.
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper);
        builder.Services.AddMadLabStores();
        use(new MadLabBuilder(builder.Services));
        var app = builder.Build();
        app.MapGroup("/api").MapMadLabStore();
        await app.StartAsync();
        return new StoreServer(app);
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    public Task<Reply> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Reply> PutAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    public Task<Reply> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), "application/json", headers);

    public async Task<Reply> SendAsync(HttpMethod method, string path, byte[]? body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        }

        using var response = await Client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Reply(
            response.StatusCode,
            bytes.Length == 0 ? default : JsonElement.Parse(bytes),
            response.Headers.ETag?.ToString(),
            response.Headers.CacheControl?.ToString(),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.RetryAfter?.ToString(),
            response.Content.Headers.Allow);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What a client saw.</summary>
internal sealed partial record Reply(
    HttpStatusCode Status, JsonElement Body, string? ETag, string? CacheControl, string? ContentType, string? RetryAfter, ICollection<string> Allow)
{
    public JsonElement this[string member] => Body.GetProperty(member);

    public string Text(string member) => Body.GetProperty(member).GetString()!;

    /// <summary>The document's version, as its tag has it.</summary>
    public int TagVersion => int.Parse(TagForm().Match(ETag!).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Asserts the contract's error body.</summary>
    public Reply ShouldBeProblem(int status, string code)
    {
        ((int)Status).Should().Be(status, "the body is {0}", Body);
        ContentType.Should().Be("application/problem+json");
        CacheControl.Should().Be("no-store");
        Text("code").Should().Be(code);
        Text("error").Should().NotBeNullOrEmpty();
        this["status"].GetInt32().Should().Be(status);
        Text("title").Should().NotBeNullOrEmpty();
        Body.GetRawText().Should().NotContainAny("Exception", "   at ", "Data Source", "SELECT", "SQLite Error");
        return this;
    }

    /// <summary>Asserts 400 INVALID_BODY and that these fields, and no others, are named; none means a fault of the whole body.</summary>
    public Reply ShouldBeInvalidBody(params string[] fields)
    {
        ShouldBeProblem(400, "INVALID_BODY");
        Text("error").Should().Be("Invalid body");
        var details = this["details"];
        details.GetProperty("formErrors").GetArrayLength().Should().Be(fields.Length == 0 ? 1 : 0);
        details.GetProperty("fieldErrors").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(fields);
        details.GetProperty("fieldErrors").EnumerateObject().All(p => p.Value.GetArrayLength() > 0).Should().BeTrue();
        return this;
    }

    [GeneratedRegex("^\"v([0-9]+)-[A-Za-z0-9_-]+\"$")]
    private static partial Regex TagForm();
}
