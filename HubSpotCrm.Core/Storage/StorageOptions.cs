namespace HubSpotCrm.Core.Storage;

/// <summary>Where the portal keeps its files. The section is <c>Portal</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The folder for databases, keys and logs; made when missing. Relative to the working directory.</summary>
    /// <value>data</value>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The folder as a full path.</summary>
    public string FullPath => Path.GetFullPath(DataDirectory);
}
