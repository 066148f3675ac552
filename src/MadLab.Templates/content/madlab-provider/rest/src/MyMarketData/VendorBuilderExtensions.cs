using MadLab;
using MyMarketData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider.</summary>
public static class VendorBuilderExtensions
{
    /// <summary>Adds the provider; <c>Key</c> and <c>Address</c> come from <c>MadLab:Providers:NAME</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for.</param>
    public static IMadLabBuilder AddVendor(this IMadLabBuilder builder, string name = "my-market-data") => builder.AddProvider(name, static context =>
    {
        var own = new VendorOptions();
        return new VendorProvider(new VendorOptions
        {
            Key = context.Configuration["Key"] is { Length: > 0 } key ? key : null,
            Address = context.Configuration["Address"] is { Length: > 0 } address ? new Uri(address) : own.Address,
        });
    });
}
