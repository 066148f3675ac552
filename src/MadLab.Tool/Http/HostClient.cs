using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MadLab.Tool.Commands;

namespace MadLab.Tool.Http;

/// <summary>Talks to one host. It follows no redirects: a key must not go where nobody meant it to.</summary>
internal sealed class HostClient : IDisposable
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly string _base;
    private readonly string? _key;

    public HostClient(Uri url, string prefix, string? key, string? authority)
    {
        (Url, _key) = (url, key);
        _base = url.GetLeftPart(UriPartial.Path).TrimEnd('/') + prefix;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience, MaxConnectionsPerServer = 1000 };
        if (authority is not null)
        {
            handler.SslOptions = Trusting(authority);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Url { get; }

    public bool HasKey => _key is not null;

    public bool IsHttps => Url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Sends, and reads the whole answer.</summary>
    /// <exception cref="ToolException">Nobody answered in time.</exception>
    public async Task<HostAnswer> SendAsync(
        HttpMethod method, string path, string? json = null, IEnumerable<(string Name, string Value)>? headers = null, bool anonymous = false, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var request = Request(method, path, anonymous);
            request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
            foreach (var (name, value) in headers ?? [])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request, limit.Token);
            return new HostAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token), response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ToolException($"{Url.GetLeftPart(UriPartial.Authority)} does not answer: {Reason(e)}", e);
        }
    }

    public Task<HostAnswer> GetAsync(string path, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers: headers, cancellationToken: cancellationToken);

    /// <summary>Opens an answer that is read while it comes; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path, anonymous: false);
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Opens a WebSocket; the caller disposes of it.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            if (_key is not null)
            {
                socket.Options.SetRequestHeader("Authorization", "Bearer " + _key);
            }

            var address = new UriBuilder(_base + path) { Scheme = IsHttps ? "wss" : "ws" };
            await socket.ConnectAsync(address.Uri, _http, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why something failed, without what was sent.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        OperationCanceledException => $"nothing within {Patience.TotalSeconds:0} s",
        HttpRequestException { InnerException: System.Security.Authentication.AuthenticationException } => "its certificate is not trusted here (--ca-file names an authority of your own)",
        { InnerException: System.Net.Sockets.SocketException inner } => inner.Message,
        { InnerException: HttpRequestException inner } => Reason(inner),
        _ => exception.Message,
    };

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, bool anonymous)
    {
        var request = new HttpRequestMessage(method, _base + path);
        if (_key is not null && !anonymous)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        }

        return request;
    }

    private static SslClientAuthenticationOptions Trusting(string pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new ToolException("--ca-file holds no certificate in PEM form.", e);
        }

        return new SslClientAuthenticationOptions
        {
            // The system's authorities go on to count: a chain is good when it is good by either.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                if (errors == SslPolicyErrors.None || certificate is null)
                {
                    return errors == SslPolicyErrors.None;
                }

                using var chain = new X509Chain();
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
                using var shown = new X509Certificate2(certificate);
                return errors == SslPolicyErrors.RemoteCertificateChainErrors && chain.Build(shown);
            },
        };
    }
}
