using MadLab;
using Microsoft.Extensions.Logging;
using MyMarketData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider.</summary>
public static class VendorBuilderExtensions
{
    /// <summary>Adds the provider; <c>Address</c> and <c>Key</c> come from <c>MadLab:Providers:NAME</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for.</param>
    public static IMadLabBuilder AddVendor(this IMadLabBuilder builder, string name = "my-market-data") => builder.AddProvider(name, static context => new VendorProvider(
        new Uri(context.Configuration["Address"] ?? "wss://stream.example/"),
        context.Configuration["Key"],
        context.Services.GetService<TimeProvider>(),
        context.Services.GetService<ILogger<VendorProvider>>()));
}
