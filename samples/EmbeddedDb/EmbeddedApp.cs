using EmbeddedDb.Portfolios;
using Microsoft.EntityFrameworkCore;

namespace EmbeddedDb;

/// <summary>An app with a database of its own, in which MadLab keeps its documents too.</summary>
internal static class EmbeddedApp
{
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<AppDbContext>(o => o.UseSqlite(builder.Configuration.GetConnectionString("App")));
        builder.Services.AddMadLab().UseDbContext<AppDbContext>();

        var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.MigrateAsync();
        }

        app.MapMadLab();
        app.MapPortfolios();
        return app;
    }
}
