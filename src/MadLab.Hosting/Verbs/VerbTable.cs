using MadLab.Hosting.Configuration;

namespace MadLab.Hosting.Verbs;

/// <summary>All verbs that need the host's services, in the order of the help.</summary>
internal static class VerbTable
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        MigrateVerb.Verb,
        BackupVerbs.Backup,
        BackupVerbs.Restore,
        TransferVerbs.Export,
        TransferVerbs.Import,
        ProviderVerb.Verb,
        KeyVerb.Verb,
    ];

    public static Verb? Find(string name)
    {
        foreach (var verb in All)
        {
            if (verb.Name == name)
            {
                return verb;
            }
        }

        return null;
    }

    public static SettingException Unknown(string name) =>
        new($"'{SettingException.Shown(name)}' is not a verb: accepted are {string.Join(", ", All.Select(v => v.Name))} and {HelpVerb.Name}, or none to run the service.");
}
