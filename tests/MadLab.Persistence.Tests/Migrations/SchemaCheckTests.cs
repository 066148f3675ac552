using FluentAssertions;
using MadLab.Persistence.Database;
using Xunit;

namespace MadLab.Persistence.Tests.Migrations;

public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("1.10.0", "1.9.0", true)]
    [InlineData("2.0.0-rc.1", "2.0.0", true)]
    [InlineData("1.0.0", "the next one", false)]
    public void Reaches_Versions_AreComparedByNumberAndUnreadableOnesRefused(string version, string needed, bool reaches) =>
        SchemaCheck.Reaches(version, needed).Should().Be(reaches);
}
