using MadLab;
using MyMarketData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider.</summary>
public static class VendorBuilderExtensions
{
    /// <summary>Adds the provider; <c>Folder</c> comes from <c>MadLab:Providers:NAME</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for.</param>
    public static IMadLabBuilder AddVendor(this IMadLabBuilder builder, string name = "my-market-data") =>
        builder.AddProvider(name, static context => new VendorProvider(context.Configuration["Folder"] ?? string.Empty));
}
