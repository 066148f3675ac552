using MadLab.Hosting;

// The whole service: see docs/configuration.md for its settings, or run with "help".
return await MadLabHost.RunAsync(args);
