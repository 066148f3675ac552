using System.Diagnostics.Metrics;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Persistence.Tests.Backup;

public sealed class BackupScheduleTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new(Start);
    private readonly RecordedLogs _logs = new();

    private string Backups => _folder.File("backups");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_NotAskedFor_MakesNone()
    {
        await using var host = await StartAsync();

        _time.Advance(TimeSpan.FromDays(60));

        Directory.Exists(Backups).Should().BeFalse();
        host.Get<IStoreBackupStatus>().IsScheduled.Should().BeFalse();
    }

    [Fact]
    public async Task Running_Schedule_MakesOneAtOnceAndOneEachPeriodAndKeepsTheNewest()
    {
        await using var host = await StartAsync(("Every", "1.00:00:00"), ("Keep", "2"));
        await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        await MadeAsync("madlab-20260301T020000Z.db");
        await File.WriteAllTextAsync(Path.Combine(Backups, "madlab-notes.db"), "somebody else's");

        for (var day = 2; day <= 4; day++)
        {
            await AdvanceToAsync(day);
        }

        Names().Should().BeEquivalentTo("madlab-20260303T020000Z.db", "madlab-20260304T020000Z.db", "madlab-notes.db");
        SqliteFile.Scalar<long>(Path.Combine(Backups, "madlab-20260304T020000Z.db"), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(1);
        host.Get<IStoreBackupStatus>().Should().BeEquivalentTo(new { IsScheduled = true, LastSuccess = new DateTimeOffset(2026, 3, 4, 2, 0, 0, TimeSpan.Zero), IsFailing = false });
    }

    [Fact]
    public async Task Start_AfterARestart_GoesOnWithTheScheduleAndNotAnew()
    {
        await using (await StartAsync(("Every", "1.00:00:00")))
        {
            await MadeAsync("madlab-20260301T020000Z.db");
        }

        _time.Advance(TimeSpan.FromHours(20));
        await using var host = await StartAsync(("Every", "1.00:00:00"));

        await Until(() => host.Get<IStoreBackupStatus>().IsScheduled);
        host.Get<IStoreBackupStatus>().LastSuccess.Should().Be(Start);
        Names().Should().ContainSingle();
        _time.Advance(TimeSpan.FromHours(4));
        await MadeAsync("madlab-20260302T020000Z.db");
    }

    [Fact]
    public async Task Running_ClockGoesBack_KeepsTheOneJustMade()
    {
        Directory.CreateDirectory(Backups);
        await File.WriteAllTextAsync(Path.Combine(Backups, "madlab-20990101T000000Z.db"), "made under a wrong clock");

        await using var host = await StartAsync(("Every", "1.00:00:00"), ("Keep", "1"));

        await MadeAsync("madlab-20260301T020000Z.db");
        await Until(() => Names().Count() == 1);
    }

    [Fact]
    public async Task Running_FolderCannotBeWritten_SaysSoOnceKeepsTheOldAndTriesAgain()
    {
        await using var host = await StartAsync(("Every", "1.00:00:00"), ("Keep", "1"));
        await MadeAsync("madlab-20260301T020000Z.db");
        Directory.Move(Backups, _folder.File("away"));
        await File.WriteAllTextAsync(Backups, "a file where the folder should be");

        await AdvanceUntilAsync(TimeSpan.FromDays(1), () => host.Get<IStoreBackupStatus>().IsFailing);
        for (var i = 0; i < 3; i++)
        {
            await AdvanceUntilAsync(TimeSpan.FromMinutes(5), () => true);
        }

        _logs.Lines.Where(l => l.Contains("BackupFailed", StringComparison.Ordinal)).Should().ContainSingle();
        host.Get<IStoreBackupStatus>().LastSuccess.Should().Be(Start);
        File.Delete(Backups);
        Directory.Move(_folder.File("away"), Backups);
        await AdvanceUntilAsync(TimeSpan.FromMinutes(5), () => !host.Get<IStoreBackupStatus>().IsFailing);

        await Until(() => Names().Count() == 1);
        Names().Single().Should().StartWith("madlab-20260302T02");
    }

    [Fact]
    public async Task Running_Schedule_MeasuresTheLastSuccess()
    {
        await using var host = await StartAsync(("Every", "1.00:00:00"));
        await MadeAsync("madlab-20260301T020000Z.db");
        await Until(() => host.Get<IStoreBackupStatus>().LastSuccess is not null);

        Measured(host).Should().Equal(Start.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Backup_WithoutASchedule_IsMeasuredAndShown()
    {
        await using var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={_folder.File()}"), _time);
        Measured(host).Should().BeEmpty();

        await host.Get<IMadLabBackup>().BackupAsync(_folder.File("copy.db"));

        Measured(host).Should().Equal(Start.ToUnixTimeSeconds());
        host.Get<IStoreBackupStatus>().Should().BeEquivalentTo(new { IsScheduled = false, LastSuccess = Start, IsFailing = false });
    }

    [Fact]
    public async Task Folder_AnotherProcessBacksUpIntoIt_IsMeasuredAndShown()
    {
        await using var host = await StartAsync(("Every", "off"));
        await Until(() => _time.TimerCount > 0);
        Measured(host).Should().BeEmpty();
        Directory.CreateDirectory(Backups);
        await File.WriteAllTextAsync(Path.Combine(Backups, "madlab-20260301T015900Z.db"), "by a job of the machine");

        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => host.Get<IStoreBackupStatus>().LastSuccess is not null);

        Measured(host).Should().Equal((Start - TimeSpan.FromMinutes(1)).ToUnixTimeSeconds());
        host.Get<IStoreBackupStatus>().IsScheduled.Should().BeFalse();
    }

    [Theory]
    [InlineData("Every", "daily", "Every")]
    [InlineData("Every", "00:00:10", "Every")]
    [InlineData("Every", "40.00:00:00", "Every")]
    [InlineData("Keep", "0", "Keep")]
    [InlineData("Keep", "many", "Keep")]
    [InlineData("Folder", " ", "Folder")]
    public async Task Start_BadSetting_FailsAndNamesIt(string key, string value, string named)
    {
        var settings = new Dictionary<string, string> { ["Every"] = "1.00:00:00", [key] = value };

        var start = () => StoreHarness.StartAsync(
            builder => builder.UseSqlite($"Data Source={_folder.File()}"),
            settings: [.. settings.Select(s => ($"MadLab:Persistence:Backup:{s.Key}", s.Value))]);

        var failure = await start.Should().ThrowAsync<OptionsValidationException>();
        failure.Which.Message.Should().Contain($"MadLab:Persistence:Backup:{named}");
    }

    private Task<StoreHarness> StartAsync(params (string Key, string Value)[] settings) => StoreHarness.StartAsync(
        builder => builder.UseSqlite($"Data Source={_folder.File()}"),
        _time,
        _logs,
        [("MadLab:Persistence:Backup:Folder", Backups), .. settings.Select(s => ($"MadLab:Persistence:Backup:{s.Key}", s.Value))]);

    private static List<double> Measured(StoreHarness host)
    {
        var measured = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == host.Get<IMeterFactory>() && instrument.Name == "madlab.backup.last_success_timestamp")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private async Task AdvanceToAsync(int day) => await AdvanceUntilAsync(
        TimeSpan.FromDays(1), () => Names().Contains($"madlab-202603{day:00}T020000Z.db"));

    /// <summary>Moves the clock once the schedule waits for it, and waits for what comes of that.</summary>
    private async Task AdvanceUntilAsync(TimeSpan by, Func<bool> done)
    {
        await Until(() => _time.TimerCount > 0);
        _time.Advance(by);
        await Until(done);
        await Until(() => _time.TimerCount > 0);
    }

    /// <summary>Waits for a backup, and until the schedule has done all that follows it and waits for the next.</summary>
    private async Task MadeAsync(string name)
    {
        await Until(() => File.Exists(Path.Combine(Backups, name)));
        await Until(() => _time.TimerCount > 0);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private IEnumerable<string> Names() => Directory.GetFiles(Backups).Select(f => Path.GetFileName(f)!);
}
