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
        WithoutServerTestCase.IsMade(testMethod)
            ? new WithoutServerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        WithoutServerTestCase.IsMade(testMethod)
            ? [new WithoutServerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that is skipped because its server cannot be had here.</summary>
public sealed class WithoutServerTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the deserializer.")]
    public WithoutServerTestCase()
    {
    }

    public WithoutServerTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    /// <summary>Whether a test needs a server, and there is none.</summary>
    public static bool IsMade(ITestMethod method) =>
        PostgresTools.Problem is not null && method.TestClass.Class.Name.Split('.')[^1].StartsWith("PostgreSql", StringComparison.Ordinal);

    protected override string GetSkipReason(IAttributeInfo factAttribute) => PostgresTools.Problem!;
}
