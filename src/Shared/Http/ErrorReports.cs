using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Http;

/// <summary>Tells the host's reporter of a failure, where it has one.</summary>
internal static class ErrorReports
{
    private const int MaxFrames = 50;

    private static readonly Action<ILogger, string, Exception?> LogReporterFailed = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(2, "ReporterFailed"), "The error reporter failed to take a report of {Code}.");

    public static void Send(HttpContext http, string area, string code, Exception exception, ILogger logger)
    {
        if (http.RequestServices.GetService<IMadLabErrorReporter>() is not { } reporter)
        {
            return;
        }

        try
        {
            var time = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
            reporter.Report(new MadLabErrorReport
            {
                Area = area,
                Code = code,
                Types = TypesOf(exception),
                Frames = FramesOf(exception),
                TraceId = Activity.Current?.TraceId.ToHexString(),
                Time = time.GetUtcNow(),
            });
        }
        catch (Exception e)
        {
            LogReporterFailed(logger, code, e);
        }
    }

    private static List<string> TypesOf(Exception exception)
    {
        List<string> types = [];
        for (var e = exception; e is not null; e = e.InnerException)
        {
            types.Add(e.GetType().FullName ?? e.GetType().Name);
        }

        return types;
    }

    // By name and not as the framework prints them: that has the folders of the machine that built it.
    private static List<string> FramesOf(Exception exception) =>
        [.. new StackTrace(exception, fNeedFileInfo: false).GetFrames()
            .Take(MaxFrames)
            .Select(static f => DiagnosticMethodInfo.Create(f))
            .Select(static m => m is null ? "?" : $"{m.DeclaringTypeName}.{m.Name}")];
}
