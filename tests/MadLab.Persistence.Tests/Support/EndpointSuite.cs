using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Support;

/// <summary>The contract over HTTP, run on each kind of store by a derived class.</summary>
public abstract class EndpointSuite : IAsyncLifetime
{
    private readonly TempFolder? _folder;

    protected EndpointSuite(bool sqlite) => _folder = sqlite ? new TempFolder() : null;

    private protected StoreServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await StoreServer.StartAsync(builder =>
    {
        if (_folder is not null)
        {
            builder.UseSqlite($"Data Source={_folder.File()}");
        }
    });

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder?.Dispose();
    }

    private protected async Task<(string Id, string Tag)> CreateWorkspaceAsync(string title = "Desk", string data = """{"n":1}""")
    {
        var reply = await Server.PostAsync("/api/workspaces", $$"""{"title":"{{title}}","data":{{data}}}""");
        return (reply["workspace"].GetProperty("id").GetString()!, reply.ETag!);
    }
}
