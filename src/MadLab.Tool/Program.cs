using MadLab.Tool.Commands;

return await RootTool.RunAsync(args, ToolOutput.OfProcess, Environment.GetEnvironmentVariable, CancellationToken.None);
