using System.Security.Claims;
using System.Text.Json;
using MadLab;
using Microsoft.EntityFrameworkCore;

namespace EmbeddedDb.Portfolios;

internal static class PortfolioEndpoints
{
    private static readonly JsonElement EmptySheet = JsonElement.Parse("""{"widgets":[]}""");

    public static void MapPortfolios(this IEndpointRouteBuilder app) => app.MapPost("/portfolios/{name:maxlength(100)}", OpenAsync);

    /// <summary>Opens a portfolio together with its workspace: both are there afterwards, or neither.</summary>
    private static async Task<IResult> OpenAsync(
        string name, AppDbContext db, IMadLabOwner owner, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var lab = db.MadLab(await owner.GetOwnerAsync(caller, cancellationToken));
        var workspace = await lab.Workspaces.CreateAsync(name, EmptySheet, cancellationToken);
        var portfolio = new Portfolio { Name = name, WorkspaceId = workspace.Id };
        db.Portfolios.Add(portfolio);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // The name is taken. The transaction ends with the method, and the workspace with it.
            return Results.Conflict();
        }

        await transaction.CommitAsync(cancellationToken);
        return Results.Ok(portfolio);
    }
}
