using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace MadLab.Providers.Tests.Samples;

/// <summary>The tutorial's host, as its README starts it.</summary>
public sealed class CustomProviderTests
{
    [Fact]
    public async Task Verify_OfTheSample_Passes()
    {
        using var process = Start("verify", "--Urls", $"http://127.0.0.1:{FreePort()}");
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        process.ExitCode.Should().Be(0, await output);
        (await output).TrimEnd().Split('\n')[^1].Should().StartWith("103 checks: ").And.Contain(" 0 failed");
    }

    [Fact]
    public async Task Host_OfTheSample_ServesItsVendorsPrices()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        using var process = Start("--Urls", address);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            var body = await AskAsync(client, process);
            using var unknown = await client.GetAsync("/api/market?symbol=NOPE");
            await using var stream = await client.GetStreamAsync("/api/stream?symbols=ACME");
            using var reader = new StreamReader(stream);

            using var bars = JsonDocument.Parse(body);
            bars.RootElement.GetArrayLength().Should().BeGreaterThan(15);
            unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
            var line = string.Empty;
            while (!line.Contains("\"symbol\":\"ACME\"", StringComparison.Ordinal))
            {
                line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new EndOfStreamException();
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task<string> AskAsync(HttpClient client, Process process)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await client.GetStringAsync("/api/market?symbol=BRK.B&range=1M");
            }
            catch (HttpRequestException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1))
            {
                await Task.Yield();
            }
        }
    }

    private static Process Start(params string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = root.Parent!.Name;
        while (!File.Exists(Path.Combine(root.FullName, "MadLab.Lib.sln")))
        {
            root = root.Parent!;
        }

        var folder = Path.Combine(root.FullName, "samples", "CustomProvider");
        var info = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true };
        info.ArgumentList.Add(Path.Combine(folder, "bin", configuration, "net10.0", "CustomProvider.dll"));
        Array.ForEach(arguments, info.ArgumentList.Add);
        return Process.Start(info)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
