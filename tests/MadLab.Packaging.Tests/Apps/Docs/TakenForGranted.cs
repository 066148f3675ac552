using MadLab;
using Microsoft.EntityFrameworkCore;

namespace Docs;

/// <summary>What pages mention of a reader's own app without showing it.</summary>
internal static class TakenForGranted
{
    public static IServiceCollection AddAcmeSignIn(this IServiceCollection services) => services;
}

/// <summary>A reader's own database.</summary>
internal sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options);
