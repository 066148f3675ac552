using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace MadLab.Market.Tests.Http;

/// <summary>A response that takes everything, keeps the last headers and allocates nothing once it has seen them.</summary>
internal sealed class FakeResponse(Stream body) : IHttpResponseFeature, IHttpResponseBodyFeature
{
    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new FewHeaders();

    public Stream Body { get; set; } = body;

    public bool HasStarted => false;

    public Stream Stream => Body;

    public PipeWriter Writer { get; } = PipeWriter.Create(body);

    public static DefaultHttpContext Context(string query, Stream? body = null)
    {
        var context = new DefaultHttpContext();
        var response = new FakeResponse(body ?? Stream.Null);
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set<IHttpResponseBodyFeature>(response);
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query);
        return context;
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CompleteAsync() => Task.CompletedTask;

    // The framework's own formats a length to text at each setting, which the server's does not.
    private sealed class FewHeaders : Dictionary<string, StringValues>, IHeaderDictionary
    {
        public FewHeaders()
            : base(StringComparer.OrdinalIgnoreCase)
        {
        }

        public long? ContentLength { get; set; }

        StringValues IHeaderDictionary.this[string key]
        {
            get => TryGetValue(key, out var value) ? value : default;
            set => this[key] = value;
        }
    }
}
