using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Release;

/// <summary>The release and its archive, as an operator gets them: without an SDK, without Node, and without anything else on the path.</summary>
public sealed class ArchiveTests(ReleaseRun release) : IClassFixture<ReleaseRun>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Release_MakesEverythingAndPublishesNothing()
    {
        release.Said.Should().Contain("Nothing was published").And.NotContain(": warning ");
        var packages = Directory.EnumerateFiles(Path.Combine(release.Output, "packages"), "*.nupkg").Select(f => Path.GetFileName(f)[..^$".{ReleaseRun.Version}.nupkg".Length]);
        packages.Order(StringComparer.Ordinal).Should().Equal(Repository.AllPackages);
        var sums = File.ReadAllLines(Path.Combine(release.Output, "SHA256SUMS"));
        sums.Should().HaveCountGreaterThan(Repository.AllPackages.Count * 2).And.Contain(l => l.EndsWith($"madlab-{ReleaseRun.Version}-linux-x64.tar.gz", StringComparison.Ordinal));
        foreach (var file in new[] { "LICENSE", "Dockerfile", "madlab", "madlab-host", "docs/runbook.md", "ops/madlab.service", "ops/nginx/madlab.conf", "ops/haproxy/haproxy.cfg", "ops/prometheus/rules.yml", "ops/grafana/madlab.json", "sbom.cdx.json" })
        {
            File.Exists(Path.Combine(release.Archive, file)).Should().BeTrue(file);
        }
    }

    [Fact]
    public void Sbom_NamesWhatIsInTheArchive()
    {
        using var sbom = JsonDocument.Parse(File.ReadAllText(Path.Combine(release.Archive, "sbom.cdx.json")));
        sbom.RootElement.GetProperty("bomFormat").GetString().Should().Be("CycloneDX");
        var components = sbom.RootElement.GetProperty("components").EnumerateArray().ToList();
        var names = components.Select(c => c.GetProperty("name").GetString()!).ToList();
        names.Should().Contain(["Polly.Core", "Npgsql", "SQLitePCLRaw.core", "OpenTelemetry", "Microsoft.AspNetCore.Authentication.JwtBearer", "Spectre.Console", "System.CommandLine", "react", "echarts", "Microsoft.NETCore.App.Runtime.linux-x64"]);
        names.Should().NotContain("vite", "it builds the page and is not in it");

        // Of every library in the archive that is not ours, by what the build says of where it comes from.
        var sources = Sources("ReferenceHost").Concat(Sources("MadLab.Tool")).ToLookup(static s => s.File, static s => s.Package, StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(release.Archive, "*.dll").Select(f => Path.GetFileName(f)))
        {
            var from = sources[file].Should().NotBeEmpty(file).And.Subject.First();
            (from.StartsWith("MadLab", StringComparison.Ordinal) || from == "ReferenceHost" || names.Contains(from)).Should().BeTrue($"{file} comes from {from}");
        }

        components.Where(c => c.GetProperty("purl").GetString()!.StartsWith("pkg:nuget/Polly.Core", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.GetProperty("hashes")[0].GetProperty("content").GetString().Should().HaveLength(128);
        components.Count(c => c.TryGetProperty("licenses", out _)).Should().BeGreaterThan(components.Count / 2);
    }

    [Fact]
    public async Task Archive_RunsTheRunbookWithNothingOnThePath()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.PathOf("empty"));
        async Task<string> Do(int code, string program, params string[] arguments)
        {
            using var process = Start(folder, program, arguments, null);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            var said = await output + await error;
            process.ExitCode.Should().Be(code, $"{program} {string.Join(' ', arguments)}: {said}");
            return said;
        }

        await Do(1, "madlab-host", "migrate", "--check");
        await Do(0, "madlab-host", "migrate");
        await Do(0, "madlab-host", "migrate", "--check");
        (await Do(0, "madlab-host", "help")).Should().Contain("key add");
        var key = (await Do(0, "madlab-host", "key", "add", "oncall", "--scopes", "read,write,operate")).Split('\n').First(l => l.StartsWith("madlab_", StringComparison.Ordinal));
        using var host = Start(folder, "madlab-host", ["--MadLab:Auth:ApiKeys", "true", "--urls", "http://127.0.0.1:0"], null);
        try
        {
            var log = new StringBuilder();
            string? url = null;
            while (url is null && await host.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                log.AppendLine(line);
                url = line.Split("Now listening on: ") is [_, var address] ? address.Trim() : null;
            }

            url.Should().NotBeNull(log.ToString());
            async Task<string> Tool(params string[] arguments)
            {
                using var process = Start(folder, "madlab", arguments, key);
                var said = process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync().WaitAsync(Patience);
                process.ExitCode.Should().Be(0, await said);
                return await said;
            }

            (await Tool("ready", url!)).Should().Contain("ready");
            (await Tool("check", url!)).Should().Contain("0 failed");
            (await Tool("tail", url!, "AAPL", "--transport", "sse", "--count", "2")).Should().Contain("AAPL");
            (await Tool("live-data", "off", url!)).Should().Contain("off now");
            (await Tool("live-data", "auto", url!)).Should().Contain("not set now");
            (await Tool("stream-mode", "polling", url!)).Should().Contain("polling now");
            (await Tool("cache", "clear", url!)).Should().Contain("removed");
            using var client = new HttpClient { BaseAddress = new Uri(url!) };
            var page = await client.GetStringAsync("/");
            page.Should().Contain("id=\"root\"");
            var script = page.Split("src=\"./")[1].Split('"')[0];
            (await client.GetStringAsync("/" + script)).Should().NotBeEmpty();
            (await Do(0, "madlab-host", "backup", "madlab-backup.db")).Should().Contain("Backed up");
            using var stop = Process.Start("kill", ["-TERM", host.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await host.WaitForExitAsync().WaitAsync(Patience);
            host.ExitCode.Should().Be(0);
        }
        finally
        {
            if (!host.HasExited)
            {
                host.Kill(entireProcessTree: true);
            }
        }

        (await Do(0, "madlab-host", "restore", "madlab-backup.db")).Should().Contain("Restored");
        await Do(0, "madlab-host", "export", "madlab.json");
        await Do(0, "madlab-host", "import", "madlab.json");
        (await Do(0, "madlab-host", "key", "list")).Should().Contain("oncall");
    }

    [Fact]
    public void Dockerfile_NamesWhatTheReleaseMakes()
    {
        var lines = File.ReadAllLines(Repository.PathOf("Dockerfile"));
        string After(string word) => lines.Single(l => l.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..];

        After("ADD").Should().Be("madlab-*-linux-x64.tar.gz /opt/");
        Directory.EnumerateFiles(release.Output, "madlab-*-linux-x64.tar.gz").Should().ContainSingle();
        File.ReadAllLines(Path.Combine(release.Output, ".dockerignore")).Should().Equal("*", "!madlab-*-linux-x64.tar.gz");
        After("USER").Should().MatchRegex("^[1-9][0-9]+$", "not root, by number, so that it can be verified");
        After("VOLUME").Should().Be(After("WORKDIR"), "the root may be read-only");
        foreach (var command in new[] { After("ENTRYPOINT"), After("HEALTHCHECK").Split("CMD ")[1] })
        {
            var program = JsonSerializer.Deserialize<string[]>(command)![0];
            program.Should().StartWith("/opt/madlab/");
            File.Exists(Path.Combine(release.Archive, program["/opt/madlab/".Length..])).Should().BeTrue(program);
        }
    }

    /// <summary>Each file of a program with the package it comes from, as the build wrote it down.</summary>
    private IEnumerable<(string File, string Package)> Sources(string program)
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(release.Archive, program + ".deps.json")));
        return [.. deps.RootElement.GetProperty("targets").EnumerateObject().SelectMany(static t => t.Value.EnumerateObject())
            .Where(static l => l.Value.TryGetProperty("runtime", out _))
            .SelectMany(static l => l.Value.GetProperty("runtime").EnumerateObject().Select(f => (Path.GetFileName(f.Name), l.Name.Split('/')[0].Replace("runtimepack.", "", StringComparison.Ordinal))))];
    }

    private Process Start(TempFolder folder, string program, string[] arguments, string? key) => Command.Start(Path.Combine(release.Archive, program), folder.Path, info =>
    {
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        info.Environment["PATH"] = folder.PathOf("empty");
        if (key is not null)
        {
            info.Environment["MADLAB_KEY"] = key;
        }
    });
}
