using FluentAssertions;
using MadLab.Hosting.Startup;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("migrate", "migrate")]
    [InlineData("migrate --urls http://127.0.0.1:0", "migrate")]
    [InlineData("--urls http://127.0.0.1:0 migrate", "migrate")]
    [InlineData("--urls=http://127.0.0.1:0 migrate", "migrate")]
    [InlineData("urls=http://127.0.0.1:0", null)]
    [InlineData("/urls http://127.0.0.1:0", null)]
    [InlineData("--environment migrate", null)]
    [InlineData("--help", "help")]
    [InlineData("-h", "help")]
    [InlineData("frob", "frob")]
    public void Parse_OneVerbAtMost_TellsItFromValues(string text, string? verb)
    {
        var line = CommandLine.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        line.Verb.Should().Be(verb);
        line.Stray.Should().BeNull();
    }

    [Theory]
    [InlineData("frob now", "now")]
    [InlineData("migrate --script one two", "two")]
    [InlineData("backup a b", "b")]
    public void Parse_WordTooMany_IsStray(string text, string stray) => CommandLine.Parse(text.Split(' ')).Stray.Should().Be(stray);

    [Theory]
    [InlineData("backup /var/backups/a=b.db --urls http://127.0.0.1:0", "/var/backups/a=b.db", "--urls http://127.0.0.1:0")]
    [InlineData("--urls http://127.0.0.1:0 export -", "-", "--urls http://127.0.0.1:0")]
    [InlineData("import http://127.0.0.1/?a=b --overwrite", "http://127.0.0.1/?a=b", "")]
    [InlineData("restore --force x.db --a b --c=d e=f", "x.db", "--a b --c=d e=f")]
    [InlineData("migrate --check --environment Staging", "", "--environment Staging")]
    public void Parse_VerbWithAFile_TellsItAndItsSwitchesFromSettings(string text, string operands, string settings)
    {
        var line = CommandLine.Parse(text.Split(' '));

        string.Join(' ', line.Operands).Should().Be(operands);
        string.Join(' ', line.Settings).Should().Be(settings);
        line.Stray.Should().BeNull();
        (line.Has("--check") || line.Has("--force") || line.Has("--overwrite")).Should().Be(text.Contains("--check", StringComparison.Ordinal) || text.Contains("--force", StringComparison.Ordinal) || text.Contains("--overwrite", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_HelpAfterAVerb_IsHelp() => CommandLine.Parse(["backup", "--help"]).Verb.Should().Be("help");
}
