using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace MadLab.Testing.Http;

/// <summary>A handler that does to a provider what upstreams do: put it between the provider and its answers, and choose a <see cref="Fault"/>.</summary>
/// <remarks>Thread-safe. What is behind it (a recording, a local server) answers while there is no fault, and the answers that are cut in half.</remarks>
public sealed class HttpFaults : DelegatingHandler
{
    private int _calls;
    private volatile HttpFault _fault;

    /// <summary>Creates a handler.</summary>
    /// <param name="inner">What answers.</param>
    public HttpFaults(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>What every request from now on meets; none by default.</summary>
    public HttpFault Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>The body of an error that the upstream sends with a 200, as it writes it; null, the default, where it does not do that.</summary>
    public string? ErrorBody { get; set; }

    /// <summary>How many requests there were.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        switch (_fault)
        {
            case HttpFault.Unauthorized:
                return Answer(HttpStatusCode.Unauthorized, """{"error":"unauthorized"}""");
            case HttpFault.Forbidden:
                return Answer(HttpStatusCode.Forbidden, """{"error":"forbidden"}""");
            case HttpFault.NotFound:
                return Answer(HttpStatusCode.NotFound, """{"error":"not found"}""");
            case HttpFault.TooManyRequests:
                var limited = Answer(HttpStatusCode.TooManyRequests, """{"error":"too many requests"}""");
                limited.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
                return limited;
            case HttpFault.ServerError:
                return Answer(HttpStatusCode.InternalServerError, Page, "text/html");
            case HttpFault.Silence:
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
                break;
            case HttpFault.Broken:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was broken.");
            case HttpFault.Html:
                return Answer(HttpStatusCode.OK, Page, "text/html");
            case HttpFault.Empty:
                return Answer(HttpStatusCode.OK, string.Empty);
            case HttpFault.OtherShape:
                return Answer(HttpStatusCode.OK, """{"unexpected":[true]}""");
            case HttpFault.ErrorInside when ErrorBody is { } body:
                return Answer(HttpStatusCode.OK, body);
            case HttpFault.Truncated or HttpFault.Half:
                return await HalfAsync(request, _fault == HttpFault.Truncated, cancellationToken).ConfigureAwait(false);
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private const string Page = "<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>";

    private async Task<HttpResponseMessage> HalfAsync(HttpRequestMessage request, bool breaks, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var whole = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var half = whole[..(whole.Length / 2)];
        HttpContent content = breaks ? new StreamContent(new BreakingStream(half)) : new ByteArrayContent(half);
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = content;
        return response;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    /// <summary>Bytes, and then what .NET throws where a connection ends before an answer does.</summary>
    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, count) is > 0 and var read ? read : throw Ended();

        public override int Read(Span<byte> buffer) => base.Read(buffer) is > 0 and var read ? read : throw Ended();

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            CopyTo(destination, bufferSize);
            throw Ended();
        }

        private static HttpIOException Ended() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    }
}
