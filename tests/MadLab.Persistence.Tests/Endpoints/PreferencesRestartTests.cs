using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

/// <summary>Whether what a page holds of the preferences is worth anything after a restart.</summary>
public sealed class PreferencesRestartTests
{
    [Fact]
    public async Task Memory_Restarted_TagsOfTheRunBeforeMatchNothing()
    {
        string unwritten, written;
        await using (var before = await StoreServer.StartAsync(static _ => { }))
        {
            unwritten = (await before.GetAsync("/api/preferences")).ETag!;
            written = (await before.PutAsync("/api/preferences", """{"streamMode":"sse"}""")).ETag!;
        }

        await using var after = await StoreServer.StartAsync(static _ => { });
        (await after.PutAsync("/api/preferences", """{"streamMode":"polling"}""", ("If-Match", unwritten))).ShouldBeProblem(412, "VERSION_CONFLICT");
        await after.PutAsync("/api/preferences", """{"streamMode":"polling"}""");

        (await after.GetAsync("/api/preferences", ("If-None-Match", written))).Status.Should().Be(HttpStatusCode.OK);
        (await after.PutAsync("/api/preferences", "{}", ("If-Match", written))).ShouldBeProblem(412, "VERSION_CONFLICT");
    }

    [Fact]
    public Task Sqlite_Restarted_TagsStillHold() => TagsStillHoldAsync(StoreKind.Sqlite);

    [PostgresFact]
    public Task PostgreSql_Restarted_TagsStillHold() => TagsStillHoldAsync(StoreKind.PostgreSql);

    private static async Task TagsStillHoldAsync(StoreKind kind)
    {
        await using var place = await StorePlace.CreateAsync(kind);
        string tag;
        await using (var before = await StoreServer.StartAsync(place.Use))
        {
            tag = (await before.PutAsync("/api/preferences", """{"streamMode":"sse"}""")).ETag!;
        }

        await using var after = await StoreServer.StartAsync(place.Use);

        (await after.GetAsync("/api/preferences", ("If-None-Match", tag))).Status.Should().Be(HttpStatusCode.NotModified);
        (await after.PutAsync("/api/preferences", "{}", ("If-Match", tag))).Status.Should().Be(HttpStatusCode.OK);
    }
}
