using System.Diagnostics.CodeAnalysis;
using MadLab;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds market data providers.</summary>
public static class MadLabProviderBuilderExtensions
{
    /// <summary>Adds a provider; the order of calls is the order of failover. A name registered again replaces the earlier one in its place.</summary>
    /// <typeparam name="TProvider">The provider; one instance is made from the host's services, and a <see cref="ProviderContext"/> where its constructor asks for one.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for: 1 to 32 of <c>a-z 0-9 -</c>.</param>
    public static IMadLabBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(
        this IMadLabBuilder builder, string name)
        where TProvider : class, IMarketDataProvider =>
        builder.AddProvider(name, static context => WantsContext(typeof(TProvider))
            ? ActivatorUtilities.CreateInstance<TProvider>(context.Services, context)
            : ActivatorUtilities.CreateInstance<TProvider>(context.Services));

    /// <summary>Adds a provider made by a function; the order of calls is the order of failover.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for: 1 to 32 of <c>a-z 0-9 -</c>.</param>
    /// <param name="factory">Makes the one instance, when it is first needed.</param>
    public static IMadLabBuilder AddProvider(this IMadLabBuilder builder, string name, Func<ProviderContext, IMarketDataProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var registration = new ProviderRegistration(name, factory);
        for (var i = 0; i < builder.Services.Count; i++)
        {
            if (builder.Services[i].ServiceType == typeof(ProviderRegistration)
                && builder.Services[i].ImplementationInstance is ProviderRegistration earlier
                && earlier.Name == name)
            {
                builder.Services[i] = ServiceDescriptor.Singleton(registration);
                return builder;
            }
        }

        builder.Services.AddSingleton(registration);
        return builder;
    }

    private static bool WantsContext(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        Array.Exists(type.GetConstructors(), c => Array.Exists(c.GetParameters(), p => p.ParameterType == typeof(ProviderContext)));
}
