using CustomProvider;
using CustomProvider.Vendor;
using MadLab;
using MadLab.Testing.Conformance;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMadLab()
    .AddProvider("vendor", static context => new VendorProvider(
        new Uri(context.Configuration["Address"] ?? context.Services.GetRequiredService<IConfiguration>()["Urls"] ?? "http://127.0.0.1:5000"),
        context.Configuration["Key"]));

var app = builder.Build();
app.UseWebSockets();
app.MapVendor();      // the vendor itself, so that the sample needs no network
app.MapMadLab();

if (args is ["verify", ..])
{
    // As `provider verify` does in hosts made with MadLab.Hosting.
    await app.StartAsync();
    var provider = app.Services.GetServices<ProviderRegistration>().Single().Factory(
        new ProviderContext("vendor", app.Services, app.Configuration.GetSection("MadLab:Providers:vendor")));
    var report = await ProviderConformance.RunAsync(provider, new ConformanceOptions { Symbol = Symbol.Parse("BRK.B"), Other = Symbol.Parse("ACME") });
    Console.WriteLine(report.ToText());
    await app.StopAsync();
    return report.IsConformant ? 0 : 1;
}

await app.RunAsync();
return 0;
