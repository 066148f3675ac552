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

    [Fact]
    public void Parse_SecondWord_IsStray() => CommandLine.Parse(["migrate", "now"]).Stray.Should().Be("now");
}
