using FluentAssertions;
using MadLab.Packaging.Tests.Support;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Packaging.Tests.Release;

/// <summary>A dependency with a known vulnerability does not get through the build. The advisory is planted: nobody else has it.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "NU1901")]
    [InlineData(3, "NU1904")]
    public async Task Restore_OfAVulnerablePackage_Fails(int severity, string code)
    {
        var (restored, said) = await RestoreAsync($$"""{"polly.core":[{"severity":{{severity}},"url":"https://advisories.example.com/planted","versions":"[8.0.0, 9.0.0)"}]}""");

        restored.Should().BeFalse();
        said.Should().Contain("error " + code).And.Contain("Polly.Core").And.Contain("https://advisories.example.com/planted");
    }

    [Fact]
    public async Task Restore_OfAPackageThatIsMended_Works()
    {
        var (restored, said) = await RestoreAsync("""{"polly.core":[{"severity":3,"url":"https://advisories.example.com/planted","versions":"[8.0.0, 8.5.0)"}]}""");

        restored.Should().BeTrue(said);
    }

    [Fact]
    public async Task AuditSource_WithoutAuditData_Fails()
    {
        var (restored, said) = await RestoreAsync(null);

        restored.Should().BeFalse();
        said.Should().Contain("error NU1905");
    }

    [Fact]
    public async Task Restore_FromARegistryWithoutAuditData_SaysNothing()
    {
        var (restored, said) = await RestoreAsync(null, "packageSources");

        // What SECURITY.md warns of: silence is no proof.
        restored.Should().BeTrue(said);
        said.Should().NotContain("NU190");
    }

    [Theory]
    [InlineData("# npm audit report\nleft-pad <9.0.0\nSeverity: high", 1)]
    [InlineData("npm error audit endpoint returned an error", 0)]
    [InlineData("", 0)]
    public async Task Release_WithAVulnerablePackageInThePage_Fails(string report, int code)
    {
        // Stands in for npm: reports, and is followed by a step that cannot be, so that nothing is built.
        _folder.Write("bin/npm", $"#!/bin/sh\necho '{report}'\n{(report.Length > 0 ? "exit 1" : "")}\n");
        _folder.Write("bin/dotnet", "#!/bin/sh\necho reached\nexit 3\n");
        foreach (var program in Directory.EnumerateFiles(_folder.PathOf("bin")))
        {
            using var made = System.Diagnostics.Process.Start("chmod", ["+x", program]);
            await made.WaitForExitAsync();
        }

        var (ended, said) = await ReleaseRun.RunAsync(_folder.PathOf("bin"), "--output", _folder.PathOf("out"));

        ended.Should().Be(code == 1 ? 1 : 3, said);
        said.Contains("reached", StringComparison.Ordinal).Should().Be(code == 0, said);
        if (code == 1)
        {
            said.Should().Contain("left-pad");
        }
    }

    private async Task<(bool Restored, string Said)> RestoreAsync(string? advisories, string sources = "auditSources")
    {
        var address = "";
        await using var registry = await KestrelApp.StartAsync(static _ => { }, app =>
        {
            string Resource() => advisories is null ? "" : $$"""{"@id":"{{address}}/v/index.json","@type":"VulnerabilityInfo/6.7.0"}""";
            app.MapGet("/index.json", () => Results.Text($$"""{"version":"3.0.0","resources":[{{Resource()}}]}""", "application/json"));
            app.MapGet("/v/index.json", () => Results.Text($$"""[{"@name":"base","@id":"{{address}}/v/base.json","@updated":"2026-01-01T00:00:00Z"}]""", "application/json"));
            app.MapGet("/v/base.json", () => Results.Text(advisories, "application/json"));
        });
        address = registry.Address.GetLeftPart(UriPartial.Authority);

        // The project lies in a copy of the repository's own rules.
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
        {
            _folder.CopyFromRepository(file, file);
        }

        _folder.Write("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Polly.Core" /></ItemGroup></Project>""");
        _folder.Write("nuget.config", $"""
            <configuration>
              <{sources}>
                <clear />
                <add key="planted" value="{address}/index.json" allowInsecureConnections="true" />
              </{sources}>
            </configuration>
            """);
        try
        {
            return (true, await Command.DotnetAsync(_folder.PathOf("App"), "restore", "--no-http-cache", "--force"));
        }
        catch (InvalidOperationException e)
        {
            return (false, e.Message);
        }
    }
}
