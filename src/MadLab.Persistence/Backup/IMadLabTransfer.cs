namespace MadLab.Persistence;

/// <summary>Moves documents between databases, of different engines too, as lines of JSON. Not registered where documents live in memory.</summary>
public interface IMadLabTransfer
{
    /// <summary>Writes every workspace, template, preference and operators' setting of every owner, as they are at one moment; the counts of quotas stay behind.</summary>
    /// <param name="output">Gets a line that names the format, a line for each document, and a last line by which an import knows that nothing is missing.</param>
    /// <param name="progress">Hears how many documents are written, now and then.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <returns>How many documents were written.</returns>
    /// <exception cref="StoreException">The database cannot be read; what was written has no last line.</exception>
    /// <exception cref="BackupException">The output cannot be written.</exception>
    Task<long> ExportAsync(Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds what an export holds, with its ids, owners, times, versions and order. What is there already with the same content is
    /// skipped, so an import that was cut short is simply run again.
    /// </summary>
    /// <param name="input">The export.</param>
    /// <param name="overwrite">Replaces what is there with another content; otherwise it is left as it is and named in the result.</param>
    /// <param name="progress">Hears how many documents are read, now and then.</param>
    /// <param name="cancellationToken">Ends the import; what was read before stays.</param>
    /// <exception cref="StoreException">The database cannot be written, or is full; what was read before stays.</exception>
    /// <exception cref="BackupException">The input is no export, or ends before its last line; what was read before stays.</exception>
    Task<ImportResult> ImportAsync(Stream input, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds the templates and workspaces of a running service, an earlier one or one of this package, read over its API, with their
    /// ids, times and order; they belong to nobody in particular. Templates begin at version 1, because the API does not say theirs.
    /// </summary>
    /// <param name="service">Its address, such as <c>http://10.0.0.5:3000</c>; <c>/api</c> is added to one without a path.</param>
    /// <param name="overwrite">Replaces what is there with another content; otherwise it is left as it is and named in the result.</param>
    /// <param name="progress">Hears how many documents are read, now and then.</param>
    /// <param name="cancellationToken">Ends the import; what was read before stays.</param>
    /// <exception cref="StoreException">The database cannot be written, or is full; what was read before stays.</exception>
    /// <exception cref="BackupException">The service cannot be reached or answers otherwise than it should; what was read before stays.</exception>
    Task<ImportResult> ImportAsync(Uri service, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default);
}
