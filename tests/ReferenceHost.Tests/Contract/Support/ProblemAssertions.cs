using System.Net;
using System.Text.Json;
using FluentAssertions;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>What every error must be.</summary>
internal static class ProblemAssertions
{
    /// <summary>Words that would tell a caller how we are made.</summary>
    public static readonly string[] Leaks = ["   at ", "Exception", "System.", "Microsoft.", "StackTrace", "Data Source", ".cs:line"];

    /// <summary>A problem (RFC 9457) with <c>error</c> and <c>code</c>, never kept by a cache and without a word about our insides.</summary>
    /// <returns>The body.</returns>
    public static JsonElement ShouldBeProblem(this HttpAnswer answer, HttpStatusCode status, string code, string because = "")
    {
        answer.Status.Should().Be(status, "{0} {1}", because, answer.Text);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("application/problem+json", because);
        answer.CacheControl.Should().Be("no-store", because);
        var problem = answer.Json;
        problem.GetProperty("code").GetString().Should().Be(code, because);
        problem.GetProperty("code").GetString().Should().MatchRegex("^[A-Z][A-Z0-9_]*$");
        problem.GetProperty("error").GetString().Should().NotBeNullOrWhiteSpace();
        problem.GetProperty("status").GetInt32().Should().Be((int)status);
        problem.GetProperty("title").GetString().Should().NotBeNullOrWhiteSpace();
        problem.GetProperty("type").GetString().Should().NotBeNullOrWhiteSpace();
        answer.Text.Should().NotContainAny(Leaks);
        return problem;
    }

    /// <summary>A 200 with JSON.</summary>
    public static JsonElement ShouldBeJson(this HttpAnswer answer, string because = "")
    {
        answer.Status.Should().Be(HttpStatusCode.OK, "{0} {1}", because, answer.Text);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("application/json", because);
        return answer.Json;
    }
}
