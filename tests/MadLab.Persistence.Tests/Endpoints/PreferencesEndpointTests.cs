using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

public sealed class MemoryPreferencesEndpointTests() : PreferencesEndpointTests(StoreKind.Memory);

public sealed class SqlitePreferencesEndpointTests() : PreferencesEndpointTests(StoreKind.Sqlite);

public sealed class PostgreSqlPreferencesEndpointTests() : PreferencesEndpointTests(StoreKind.PostgreSql);

public abstract class PreferencesEndpointTests(StoreKind kind) : EndpointSuite(kind)
{
    [StoreFact]
    public async Task Get_NothingChosen_IsEmpty()
    {
        var reply = await Server.GetAsync("/api/preferences");

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.Body.GetRawText().Should().Be("{}");
        reply.TagVersion.Should().Be(0);
    }

    [StoreFact]
    public async Task Put_Valid_ReplacesWhole()
    {
        const string All = """{"streamMode":"sse","pollingIntervalMs":2000,"cacheTtlMs":60000,"cacheMaxEntries":50,"workbench":{"theme":"light","provider":"lean"}}""";

        var first = await Server.PutAsync("/api/preferences", All);
        first.Body.GetRawText().Should().Be(All);
        first.TagVersion.Should().Be(1);
        (await Server.GetAsync("/api/preferences")).Body.GetRawText().Should().Be(All);

        var second = await Server.PutAsync("/api/preferences", """{"streamMode":null,"pollingIntervalMs":3e3,"theme":"dark"}""");

        second.Body.GetRawText().Should().Be("""{"pollingIntervalMs":3000}""");
        (await Server.GetAsync("/api/preferences")).Body.GetRawText().Should().Be("""{"pollingIntervalMs":3000}""");
        (await Server.GetAsync("/api/preferences", ("If-None-Match", second.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        (await Server.SendAsync(HttpMethod.Head, "/api/preferences", null)).ETag.Should().Be(second.ETag);
    }

    [StoreTheory]
    [InlineData("""{"streamMode":"carrier-pigeon"}""", "streamMode")]
    [InlineData("""{"streamMode":"AUTO"}""", "streamMode")]
    [InlineData("""{"streamMode":1}""", "streamMode")]
    [InlineData("""{"workbench":"dark"}""", "workbench")]
    [InlineData("""{"workbench":{"theme":"blue","provider":"../x"}}""", "workbench.theme,workbench.provider")]
    [InlineData("""{"workbench":{"theme":1,"provider":"a234567890123456789012345678901234"}}""", "workbench.theme,workbench.provider")]
    [InlineData("""{"pollingIntervalMs":0,"cacheTtlMs":-1,"cacheMaxEntries":1.5}""", "pollingIntervalMs,cacheTtlMs,cacheMaxEntries")]
    [InlineData("""{"pollingIntervalMs":"1000","cacheTtlMs":1e99,"cacheMaxEntries":9999999999}""", "pollingIntervalMs,cacheTtlMs,cacheMaxEntries")]
    public async Task Put_InvalidMembers_AreAllNamedAndNothingIsWritten(string body, string fields)
    {
        (await Server.PutAsync("/api/preferences", body)).ShouldBeInvalidBody(fields.Split(','));

        (await Server.GetAsync("/api/preferences")).TagVersion.Should().Be(0);
    }

    [StoreTheory]
    [InlineData("""{"workbench":{"theme":null,"provider":null,"colour":"red"}}""", "{}")]
    [InlineData("""{"workbench":null}""", "{}")]
    [InlineData("""{"workbench":{"provider":""}}""", """{"workbench":{"provider":""}}""")]
    public async Task Put_Workbench_KeepsWhatWasChosen(string body, string kept)
    {
        (await Server.PutAsync("/api/preferences", body)).Body.GetRawText().Should().Be(kept);
        (await Server.GetAsync("/api/preferences")).Body.GetRawText().Should().Be(kept);
    }

    [StoreFact]
    public async Task Put_NoObject_IsAFaultOfTheForm()
    {
        (await Server.PutAsync("/api/preferences", "[]")).ShouldBeInvalidBody();
    }

    [StoreFact]
    public async Task Put_IfMatch_LetsOneWriterIn()
    {
        var unwritten = (await Server.GetAsync("/api/preferences")).ETag!;
        (await Server.PutAsync("/api/preferences", "{}", ("If-Match", unwritten))).TagVersion.Should().Be(1);
        (await Server.PutAsync("/api/preferences", "{}", ("If-Match", unwritten))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.PutAsync("/api/preferences", "{}", ("If-Match", "*"))).TagVersion.Should().Be(2);
    }

    [StoreFact]
    public async Task Delete_IsNotThere()
    {
        var reply = await Server.DeleteAsync("/api/preferences");

        reply.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        reply.Allow.Should().BeEquivalentTo("GET", "HEAD", "PUT");
    }
}
