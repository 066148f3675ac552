using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MadLab.Operator;

/// <summary>Stops the start when the policy of the operator endpoints does not exist, rather than failing each request.</summary>
internal sealed class OperatorPolicyCheck(IOptions<MadLabOptions> options, IAuthorizationPolicyProvider? policies = null) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OperatorPolicy is { } name && (policies is null || await policies.GetPolicyAsync(name) is null))
        {
            throw new InvalidOperationException(
                $"MadLab:OperatorPolicy names the policy '{name}', which is not registered. Add it: builder.Services.AddAuthorizationBuilder().AddPolicy(\"{name}\", ..).");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
