package dev.isolator.server.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where songs and stems are kept.
public sealed interface StoragePlace {
  /// Opens it.
  ///
  /// @throws IOException if it is not there, or may not be used
  Storage open() throws IOException;

  /// The folder that it has on this machine: the storage itself, or what lies beside a bucket.
  Path folder();

  /// A folder, of this machine or mounted by several servers.
  record Folder(Path root) implements StoragePlace {
    @Override
    public Path folder() {
      return root;
    }

    @Override
    public Storage open() throws IOException {
      return new FolderStorage(root);
    }
  }

  /// A bucket of an S3 server.
  ///
  /// @param bucket its name
  /// @param prefix of all objects, without a slash at either end; empty = none
  /// @param endpoint of a server other than Amazon's, which is then asked by path; null = Amazon's
  /// @param region such as `eu-central-1`
  /// @param local a folder of this machine for scratch files and copies
  record Bucket(String bucket, String prefix, @Nullable URI endpoint, String region, Path local)
      implements StoragePlace {
    @Override
    public Path folder() {
      return local;
    }

    @Override
    public Storage open() throws IOException {
      return S3Storage.open(this);
    }
  }
}
