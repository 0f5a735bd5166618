using System.Security.Cryptography.X509Certificates;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Security;

/// <summary>The keys that encrypt tokens and cookies: AES-256-GCM, in the data folder, encrypted at rest.</summary>
internal static class KeyRing
{
    /// <summary>Fixed, so that moving the portal's folder does not make its tokens unreadable.</summary>
    private const string ApplicationName = "HubSpotCrm";

    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "keys");

    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection()
            .SetApplicationName(ApplicationName)
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<KeyManagementOptions>()
            .Configure<IOptions<StorageOptions>, IOptions<PortalOptions>, ILoggerFactory>(Configure);
        return services;
    }

    /// <summary>Makes the folder of the ring, for the portal's own user only.</summary>
    public static void MakeFolder(string dataFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(FolderIn(dataFolder));
        }
        else
        {
            Directory.CreateDirectory(FolderIn(dataFolder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Configure(KeyManagementOptions ring, IOptions<StorageOptions> storage, IOptions<PortalOptions> portal, ILoggerFactory loggers)
    {
        // The folder itself is made when the data folder is ready; the options are read before.
        var folder = FolderIn(storage.Value.FullPath);
        ring.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), loggers);
        if (portal.Value.KeyCertificate is { Length: > 0 } path)
        {
            ring.XmlEncryptor = new CertificateXmlEncryptor(Load(path, portal.Value.KeyCertificatePassword), loggers);
        }
        else if (OperatingSystem.IsWindows())
        {
            ring.XmlEncryptor = new DpapiXmlEncryptor(protectToLocalMachine: false, loggers);
        }
        else
        {
            loggers.CreateLogger(typeof(KeyRing)).LogWarning(
                "The key ring in {Folder} is not encrypted at rest. Set Portal:KeyCertificate before real data comes in", folder);
        }
    }

    /// <summary>The certificate, with its private key. A fault names the setting and never the password.</summary>
    public static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return certificate.HasPrivateKey
                ? certificate
                : throw new InvalidSettingsException([$"Portal:KeyCertificate is '{path}'; it holds no private key."]);
        }
        catch (System.Security.Cryptography.CryptographicException exception)
        {
            throw new InvalidSettingsException([$"Portal:KeyCertificate is '{path}'; it cannot be opened. Is Portal__KeyCertificatePassword right? ({exception.Message})"]);
        }
    }
}
