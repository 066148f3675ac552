using System.Diagnostics;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace MadLab.Ops.Tests;

/// <summary>The alerts: readable by Prometheus, each proved to fire and to be silent, each with a card in the runbook.</summary>
public sealed class RuleTests
{
    [PromtoolFact]
    public async Task Rules_AreReadByPrometheus() => (await PromtoolAsync("check", "rules", "rules.yml")).Should().Contain("SUCCESS");

    [PromtoolFact]
    public async Task Rules_FireWhereTheyShould_AndNowhereElse() => (await PromtoolAsync("test", "rules", "tests.yml")).Should().Contain("SUCCESS");

    [Fact]
    public void EveryAlert_IsShownToFireAndToBeSilent()
    {
        OpsFiles.Alerts.Should().HaveCountGreaterThan(8);
        OpsFiles.Alerts.Should().OnlyContain(alert =>
            OpsFiles.RuleTests.Contains($"- name: {alert} fires\n", StringComparison.Ordinal) && OpsFiles.RuleTests.Contains($"- name: {alert} is silent\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryAlert_LeadsToItsCardInTheRunbook()
    {
        var page = await File.ReadAllTextAsync(OpsFiles.PathOf("docs", "runbook.md"));
        var anchors = Regex.Matches(page, "^#+ (?<title>.+)$", RegexOptions.Multiline)
            .Select(static m => Regex.Replace(m.Groups["title"].Value.ToLowerInvariant(), "[^a-z0-9 -]", string.Empty).Replace(' ', '-')).ToHashSet();

        var links = Regex.Matches(OpsFiles.Rules, @"runbook_url: docs/runbook\.md#(?<anchor>[a-z0-9-]+)").Select(static m => m.Groups["anchor"].Value).ToList();

        links.Should().HaveCount(OpsFiles.Alerts.Count()).And.OnlyContain(link => anchors.Contains(link));
        OpsFiles.Alerts.Should().OnlyContain(alert => page.Contains($"`{alert}`", StringComparison.Ordinal), "an operator searches the page for the alert's name");
    }

    private static async Task<string> PromtoolAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo(PromtoolFactAttribute.Tool!) { WorkingDirectory = OpsFiles.PathOf("ops", "prometheus"), RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, info.ArgumentList.Add);
        using var process = Process.Start(info)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        process.ExitCode.Should().Be(0, await output + await error);
        return await output + await error;
    }
}
