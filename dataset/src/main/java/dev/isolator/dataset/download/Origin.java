package dev.isolator.dataset.download;

/// Where a source is published. Both kinds name the bytes by a hash, so that no server has to be
/// trusted.
public sealed interface Origin {

  /// A package of Debian.
  ///
  /// @param path below a mirror's address, `pool/…/NAME_VERSION_ARCHITECTURE.deb`
  /// @param sha256 of the file, 64 hexadecimal digits
  /// @param bytes length of the file
  record DebianPackage(String path, String sha256, long bytes) implements Origin {
    /// The file's own name.
    public String fileName() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String text() {
      String name = fileName();
      int version = name.indexOf('_');
      return "Debian %s %s"
          .formatted(
              name.substring(0, version), name.substring(version + 1, name.lastIndexOf('_')));
    }
  }

  /// A commit of a public git repository.
  ///
  /// @param address that `git fetch` takes: `https://…` or `file://…`
  /// @param commit 40 hexadecimal digits
  record GitCommit(String address, String commit) implements Origin {
    /// The repository's own name, without owner and `.git`.
    public String repository() {
      String last = address.substring(address.lastIndexOf('/') + 1);
      return last.endsWith(".git") ? last.substring(0, last.length() - 4) : last;
    }

    @Override
    public String text() {
      return "%s@%s".formatted(address.replaceFirst("^[a-z]+://", ""), commit.substring(0, 7));
    }
  }

  /// The origin for people, and for the column `source` of manifests.
  String text();
}
