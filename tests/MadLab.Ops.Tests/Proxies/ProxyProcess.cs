using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>A real proxy on loopback with the configuration that operators take over; only addresses and paths are put in.</summary>
internal sealed partial class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly StringBuilder _said = new();
    private readonly X509Certificate2 _certificate;
    private readonly int _reloadSignal;

    private ProxyProcess(Process process, DirectoryInfo folder, X509Certificate2 certificate, int plain, int secure, int reloadSignal)
    {
        (_process, _folder, _certificate, Plain, Secure, _reloadSignal) = (process, folder, certificate, plain, secure, reloadSignal);
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
    }

    /// <summary>The port of plain HTTP, which redirects.</summary>
    public int Plain { get; }

    /// <summary>The port with TLS.</summary>
    public int Secure { get; }

    public string Url => $"https://127.0.0.1:{Secure}";

    /// <summary>All it wrote, and its access log.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                var log = Path.Combine(_folder.FullName, "madlab.log");
                return _said + (File.Exists(log) ? File.ReadAllText(log) : string.Empty);
            }
        }
    }

    public static Task<ProxyProcess> NginxAsync(Uri host) => StartAsync("nginx", host, static (folder, text) =>
    {
        File.WriteAllText(Path.Combine(folder, "madlab.conf"), text);
        var main = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(main, $$"""
            daemon off;
            user root;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log stderr warn;
            events { worker_connections 512; }
            http {
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                include {{folder}}/madlab.conf;
            }
            """);
        return (["-t", "-c", main], ["-c", main]);
    }, reloadSignal: 1);

    public static Task<ProxyProcess> HaproxyAsync(Uri host) => StartAsync("haproxy", host, static (folder, text) =>
    {
        var main = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(main, text);
        return (["-c", "-f", main], ["-W", "-f", main]);
    }, reloadSignal: 12);

    /// <summary>A client of an address of its own, which trusts the proxy's certificate and no other.</summary>
    public HttpClient Client(string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString() },
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri(Url), Timeout = Patience };

    /// <summary>Has it read its configuration again, as operators do.</summary>
    public void Reload() => Signal(_reloadSignal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(15);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<ProxyProcess> StartAsync(string tool, Uri host, Func<string, string, (string[] Check, string[] Run)> write, int reloadSignal)
    {
        var folder = Directory.CreateTempSubdirectory("madlab-proxy-");
        var certificate = Certificate(folder.FullName);
        var (plain, secure) = (FreePort(), FreePort());
        var text = File.ReadAllText(tool == "nginx" ? OpsFiles.PathOf("ops", "nginx", "madlab.conf") : OpsFiles.PathOf("ops", "haproxy", "haproxy.cfg"));
        foreach (var (from, to) in new[]
        {
            ("127.0.0.1:5000", host.Authority), ("listen 80;", $"listen 127.0.0.1:{plain};"), ("listen 443 ssl", $"listen 127.0.0.1:{secure} ssl"), ("bind :80", $"bind 127.0.0.1:{plain}"), ("bind :443", $"bind 127.0.0.1:{secure}"),
            ("maxconn 40000", "maxconn 500"), ("/etc/nginx", folder.FullName), ("/etc/haproxy", folder.FullName), ("/run/haproxy", folder.FullName), ("/var/log/nginx", folder.FullName), ("/var/cache/nginx", folder.FullName),
        })
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        var (check, run) = write(folder.FullName, text);
        var path = ToolFactAttribute.Find(tool)!;
        using (var checking = Start(path, check))
        {
            var said = await checking.StandardOutput.ReadToEndAsync() + await checking.StandardError.ReadToEndAsync();
            await checking.WaitForExitAsync();
            if (checking.ExitCode != 0 || said.Contains("[warn]", StringComparison.Ordinal) || said.Contains("[WARNING]", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{tool} does not take the configuration:\n{said}");
            }
        }

        var proxy = new ProxyProcess(Start(path, run), folder, certificate, plain, secure, reloadSignal);
        proxy._process.BeginOutputReadLine();
        proxy._process.BeginErrorReadLine();
        try
        {
            using var client = proxy.Client();
            await EventuallyAsync(async () => proxy._process.HasExited
                ? throw new InvalidOperationException($"{tool} ended: {proxy.Said}")
                : (await client.GetAsync("/api/health/live")).IsSuccessStatusCode, proxy);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks again until it holds.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds, ProxyProcess? proxy = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                // Not there yet.
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"It does not come true. The proxy said: {proxy?.Said}");
            }

            await Task.Yield();
        }
    }

    private static Process Start(string path, string[] arguments)
    {
        var info = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info)!;
    }

    private static X509Certificate2 Certificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (crt, pem) = (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(Path.Combine(folder, "madlab.crt"), crt);
        File.WriteAllText(Path.Combine(folder, "madlab.key"), pem);
        File.WriteAllText(Path.Combine(folder, "madlab.pem"), crt + pem);
        return certificate;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Append(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    private void Signal(int signal) => _ = Kill(_process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
