using System.ComponentModel;
using MadLab.TestSupport.PostgreSql;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MadLab.Persistence.Tests.Support;

/// <summary>A test of a suite: run for each kind of store, and skipped, with the reason, in classes named <c>PostgreSql..</c> where there is no server.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MadLab.Persistence.Tests.Support.StoreFactDiscoverer", "MadLab.Persistence.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>As <see cref="StoreFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MadLab.Persistence.Tests.Support.StoreTheoryDiscoverer", "MadLab.Persistence.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        WithoutServerTestCase.Problem(testMethod) is { } problem
            ? new WithoutServerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, problem)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        WithoutServerTestCase.Problem(testMethod) is { } problem
            ? [new WithoutServerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, problem)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that is skipped because its server cannot be had here.</summary>
public sealed class WithoutServerTestCase : XunitTestCase
{
    private string _problem = string.Empty;

    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the deserializer.")]
    public WithoutServerTestCase()
    {
    }

    public WithoutServerTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, string problem)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method) => _problem = problem;

    /// <summary>Why a test cannot run; null where it can.</summary>
    public static string? Problem(ITestMethod method) =>
        method.TestClass.Class.Name.Split('.')[^1].StartsWith("PostgreSql", StringComparison.Ordinal) ? PostgresTools.Problem : null;

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(Problem), _problem);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        base.Deserialize(data);
        _problem = data.GetValue<string>(nameof(Problem));
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => _problem;
}
