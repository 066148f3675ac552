using FluentAssertions;
using MadLab.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class PersistenceSettingsTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NothingSet_IsAFileOfItsOwn() => Read().Should().Be($"Data Source={_folder.Of("data/madlab.db")}");

    [Theory]
    [InlineData("memory")]
    [InlineData("OFF")]
    [InlineData("mock")]
    public void Read_MemoryMode_NeedsNoDatabase(string mode) =>
        Read(("Mode", mode), ("Provider", "postgresql"), ("ConnectionString", "Host=db;Password=hunter2")).Should().BeNull();

    [Fact]
    public void Read_RelativeFile_CountsFromTheContentRoot() =>
        Read(("ConnectionString", "Data Source=lab.db;Default Timeout=3")).Should().Be($"Data Source={_folder.Of("lab.db")};Default Timeout=3");

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=lab;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:lab?mode=memory&cache=shared")]
    public void Read_NoPlainFile_StaysAsItIs(string text) => Read(("ConnectionString", text)).Should().Be(text);

    [Fact]
    public void Read_PostgreSql_IsTheServerOfTheConnectionString()
    {
        var settings = ReadAll(("Provider", "postgresql"), ("ConnectionString", "Host=db;Database=lab;Password=hunter2"));

        settings.PostgreSqlConnectionString.Should().Be("Host=db;Database=lab;Password=hunter2");
        settings.SqliteConnectionString.Should().BeNull();
    }

    [Theory]
    [InlineData(null, "not set")]
    [InlineData("hunter2", "accepted")]
    [InlineData("Data Source=hunter2.db", "accepted")]
    [InlineData("Host=db;Password=hunter2", "Database")]
    [InlineData("Host=db;Database=lab;Port=hunter2", "accepted")]
    [InlineData("Host=db;Database=lab;Password=hunter2;Connection Idle Lifetime=5", "contradict")]
    [InlineData("Host=db;Database=lab;Password=hunter2;Minimum Pool Size=9;Maximum Pool Size=5", "contradict")]
    public void Read_PostgreSqlUnusable_NamesTheSettingWithoutSecrets(string? text, string says) =>
        FluentActions.Invoking(() => ReadAll(("Provider", "postgresql"), ("ConnectionString", text))).Should().Throw<SettingException>()
            .Which.ToString().Should().Contain("MadLab:Persistence:ConnectionString").And.Contain(says).And.NotContain("hunter2");

    [Theory]
    [InlineData("Mode", "sometimes", "MadLab:Persistence:Mode", "'sometimes'")]
    [InlineData("Provider", "mysql", "MadLab:Persistence:Provider", "'mysql'")]
    [InlineData("ConnectionString", "Host=db;Password=hunter2", "MadLab:Persistence:ConnectionString", "accepted")]
    [InlineData("ConnectionString", "hunter2", "MadLab:Persistence:ConnectionString", "accepted")]
    [InlineData("ConnectionString", "Cache=Shared", "MadLab:Persistence:ConnectionString", "Data Source")]
    [InlineData("ConnectionString", "Data Source=a;Default Timeout=hunter2", "MadLab:Persistence:ConnectionString", "accepted")]
    [InlineData("ConnectionString", "Data Source=a;Mode=hunter2", "MadLab:Persistence:ConnectionString", "accepted")]
    public void Read_Unusable_NamesTheSettingWithoutSecrets(string key, string value, string names, string says) =>
        FluentActions.Invoking(() => Read((key, value))).Should().Throw<SettingException>()
            .Which.Message.Should().Contain(names).And.Contain(says).And.NotContain("hunter2");

    private string? Read(params (string Key, string? Value)[] settings)
    {
        var read = ReadAll(settings);
        read.PostgreSqlConnectionString.Should().BeNull();
        return read.SqliteConnectionString;
    }

    private PersistenceSettings ReadAll(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("MadLab:Persistence:" + s.Key, s.Value)))
            .Build();
        return PersistenceSettings.Read(configuration, _folder.Path);
    }
}
