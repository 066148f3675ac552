using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Configuration;

/// <summary>The ranges of the numbers, generated from the attributes.</summary>
[OptionsValidator]
internal sealed partial class StreamingOptionsValidator : IValidateOptions<StreamingOptions>;
