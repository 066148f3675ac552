using System.Text.Json;
using FluentAssertions;
using MadLab.Packaging.Tests.Embedding;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>The tool as its users get it.</summary>
[Collection(PackedGroup.Name)]
public sealed class ToolPackageTests(PackedPackages packed)
{
    [Fact]
    public void Package_IsAToolWithAllItNeeds()
    {
        using var file = packed.Open(Repository.Tool);

        file.Metadata("license").Should().Be("MIT");
        file.Metadata("readme").Should().Be("README.md");
        file.Files.Should().Contain(f => f.EndsWith("/MadLab.Tool.dll", StringComparison.Ordinal)).And.Contain(f => f.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
        file.Files.Should().NotContain(f => f.StartsWith("lib/", StringComparison.Ordinal));
        file.Dependencies.Should().BeEmpty("a tool brings what it needs");
    }

    [Fact]
    public async Task Library_AddedFromTheFolderAsTheReadmeSays_IsReferenced()
    {
        using var folder = new TempFolder();
        folder.Write("App.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        folder.Write("nuget.config", "<configuration></configuration>");

        // The user's own list of sources is left alone; else the commands are the README's.
        await Command.DotnetAsync(folder.Path, "nuget", "add", "source", packed.Feed, "--name", "madlab", "--configfile", folder.PathOf("nuget.config"));
        await Command.DotnetAsync(folder.Path, "add", "package", "MadLab", "--version", packed.Version);

        File.ReadAllText(folder.PathOf("App.csproj")).Should().Contain($"<PackageReference Include=\"MadLab\" Version=\"{packed.Version}\" />");
    }

    [Fact]
    public async Task Tool_InstalledFromTheFeed_ChecksAHost()
    {
        using var folder = new TempFolder();
        await Command.DotnetAsync(folder.Path, "tool", "install", Repository.Tool, "--tool-path", folder.PathOf("bin"), "--add-source", packed.Feed, "--version", packed.Version);
        await using var host = await AppProcess.StartAsync(Path.Combine(AppContext.BaseDirectory, "ReferenceHost.dll"), "--MadLab:Persistence:Mode", "memory");

        using var tool = Command.Start(folder.PathOf("bin", "madlab"), folder.Path, info =>
        {
            info.ArgumentList.Add("check");
            info.ArgumentList.Add(host.Address.ToString());
            info.ArgumentList.Add("--json");
            info.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        });
        var said = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();

        tool.ExitCode.Should().Be(0, said);
        JsonDocument.Parse(said).RootElement.GetProperty("result").GetString().Should().Be("warn");
    }
}
