package dev.isolator.server.storage;

import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of an S3 server as storage, shared by any number of servers. Scratch folders, and
/// copies of what workers read, are on this machine's disk.
///
/// | what | objects |
/// |---|---|
/// | a file | `PREFIX/KEY` |
/// | a folder | `PREFIX/KEY/NAME` for each file, then `PREFIX/KEY/.whole`, empty: without it the folder is not there |
/// | a file that is appended to | `PREFIX/KEY/.begun`, empty; then `PREFIX/KEY/.AT` for each chunk, `AT` its place in 20 digits |
///
/// No object's name is another's folder: some servers, which keep objects as files, refuse that.
///
/// An object appears when its upload has ended, so nobody sees half of one. Chunks of an upload
/// that were sent and never acknowledged lie at places that no chain from 0 leads to, and are not
/// read. Listing shows folders that are not whole, for whoever removes what nobody needs.
public final class S3Storage implements Storage, AutoCloseable {
  private static final String SCRATCH = "scratch";
  private static final String WHOLE = "/.whole";
  private static final String BEGUN = "/.begun";

  /// What S3 removes at once, at the most.
  private static final int MOST_REMOVED = 1000;

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final FolderStorage scratch;
  private final Path copies;

  /// Opens a bucket with the credentials of AWS's default chain: environment, profile, or the
  /// machine's role.
  ///
  /// @throws IOException if the bucket cannot be reached, is not there, or may not be used
  static S3Storage open(StoragePlace.Bucket place) throws IOException {
    URI endpoint = place.endpoint();
    var builder =
        S3Client.builder()
            .region(Region.of(place.region()))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    if (endpoint != null) {
      builder.endpointOverride(endpoint).forcePathStyle(true);
    }
    var storage = new S3Storage(builder.build(), place.bucket(), place.prefix(), place.local());
    try {
      storage.client.headBucket(request -> request.bucket(place.bucket()));
      return storage;
    } catch (SdkException e) {
      storage.close();
      throw new IOException(
          "s3://%s: expected a bucket that this server may use, found none (%s); check its name, region, endpoint and credentials"
              .formatted(place.bucket(), e.getMessage()),
          e);
    }
  }

  private S3Storage(S3Client client, String bucket, String prefix, Path local) throws IOException {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    this.scratch = new FolderStorage(local);
    this.copies = Files.createDirectories(local.toAbsolutePath().resolve("copies"));
  }

  private String name(StorageKey key) {
    return prefix + key.text();
  }

  private static boolean isScratch(StorageKey key) {
    return key.text().startsWith(SCRATCH + "/");
  }

  /// What S3 says when something is wrong, as the exception that callers know.
  private static IOException failed(StorageKey key, SdkException e) {
    return new IOException(key + ": " + e.getMessage(), e);
  }

  @Override
  public Path scratch(String name) throws IOException {
    return scratch.scratch(name);
  }

  @Override
  public void publish(Path made, StorageKey key) throws IOException {
    try {
      if (Files.isDirectory(made)) {
        List<Path> files;
        try (Stream<Path> all = Files.list(made)) {
          files = all.sorted().toList();
        }
        for (Path file : files) {
          put(file, name(key) + "/" + file.getFileName());
        }
        putEmpty(name(key) + WHOLE);
      } else {
        put(made, name(key));
        Files.deleteIfExists(made); // moved, as the interface says
      }
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  private void put(Path file, String object) {
    client.putObject(request -> request.bucket(bucket).key(object), RequestBody.fromFile(file));
  }

  private void putEmpty(String object) {
    client.putObject(request -> request.bucket(bucket).key(object), RequestBody.empty());
  }

  private @Nullable HeadObjectResponse head(String object) {
    try {
      return client.headObject(request -> request.bucket(bucket).key(object));
    } catch (NoSuchKeyException _) {
      return null;
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public Optional<Stored> find(StorageKey key) throws IOException {
    try {
      HeadObjectResponse object = head(name(key));
      if (object != null) {
        return Optional.of(new Stored(object.contentLength(), object.lastModified()));
      }
      HeadObjectResponse begun = head(name(key) + BEGUN);
      return begun == null
          ? Optional.empty()
          : Optional.of(new Stored(end(chunks(key)), begun.lastModified()));
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public boolean exists(StorageKey key) throws IOException {
    try {
      return head(name(key)) != null
          || head(name(key) + WHOLE) != null
          || head(name(key) + BEGUN) != null;
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public InputStream read(StorageKey key, long from) throws IOException {
    try {
      HeadObjectResponse object = head(name(key));
      if (object == null && head(name(key) + BEGUN) != null) {
        return new ChunkStream(chunks(key), from, this::get);
      }
      if (object == null) {
        throw new NoSuchFileException(key.text());
      }
      return from >= object.contentLength() ? InputStream.nullInputStream() : get(name(key), from);
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  private InputStream get(String object, long from) {
    return client.getObject(
        request -> request.bucket(bucket).key(object).range("bytes=" + from + "-"));
  }

  @Override
  public Path local(StorageKey key) throws IOException {
    Path copy = copies.resolve(key.text().replace('/', '_'));
    if (Files.exists(copy)) {
      Files.setLastModifiedTime(copy, FileTime.from(Instant.now())); // it is not to be swept
      return copy;
    }
    try (var file = AtomicFile.beside(copy);
        InputStream in = read(key, 0)) {
      Files.copy(in, file.temporary(), StandardCopyOption.REPLACE_EXISTING);
      file.replace();
    }
    return copy;
  }

  @Override
  public void delete(StorageKey key) throws IOException {
    if (isScratch(key)) {
      scratch.delete(key);
      return;
    }
    Files.deleteIfExists(copies.resolve(key.text().replace('/', '_')));
    try {
      remove(List.of(name(key) + WHOLE)); // first: from now on the folder is not there
      var all = new ArrayList<String>();
      all.add(name(key));
      below(key).forEach(object -> all.add(object.key()));
      for (int at = 0; at < all.size(); at += MOST_REMOVED) {
        remove(all.subList(at, Math.min(all.size(), at + MOST_REMOVED)));
      }
      try (Stream<Path> local = Files.list(copies)) {
        String start = key.text().replace('/', '_') + "_";
        for (Path copy : local.filter(path -> startsWith(path, start)).toList()) {
          Files.deleteIfExists(copy);
        }
      }
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  private static boolean startsWith(Path path, String start) {
    return String.valueOf(path.getFileName()).startsWith(start);
  }

  private void remove(List<String> objects) throws IOException {
    var ids = objects.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    var response =
        client.deleteObjects(
            request -> request.bucket(bucket).delete(delete -> delete.objects(ids).quiet(true)));
    if (response.hasErrors() && !response.errors().isEmpty()) {
      var first = response.errors().getFirst();
      throw new IOException("%s: was not removed (%s)".formatted(first.key(), first.message()));
    }
  }

  private List<S3Object> below(StorageKey key) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(name(key) + "/"))
        .contents()
        .stream()
        .toList();
  }

  @Override
  public List<StorageKey> list(String keyPrefix) throws IOException {
    if (keyPrefix.equals(SCRATCH)) {
      return scratch.list(SCRATCH);
    }
    try {
      String start = prefix + keyPrefix + "/";
      Set<String> names = new LinkedHashSet<>();
      var pages =
          client.listObjectsV2Paginator(
              request -> request.bucket(bucket).prefix(start).delimiter("/"));
      for (var page : pages) {
        page.contents().forEach(object -> names.add(object.key().substring(start.length())));
        page.commonPrefixes()
            .forEach(
                folder ->
                    names.add(folder.prefix().substring(start.length()).replaceAll("/$", "")));
      }
      return names.stream().map(name -> StorageKey.of(keyPrefix, name)).toList();
    } catch (SdkException e) {
      throw new IOException(keyPrefix + ": " + e.getMessage(), e);
    }
  }

  @Override
  public long bytes(StorageKey key) throws IOException {
    try {
      HeadObjectResponse object = head(name(key));
      long own = object == null ? 0 : object.contentLength();
      return own + below(key).stream().mapToLong(S3Object::size).sum();
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public Instant modified(StorageKey key) throws IOException {
    if (isScratch(key)) {
      return scratch.modified(key);
    }
    try {
      HeadObjectResponse object = head(name(key));
      if (object != null) {
        return object.lastModified();
      }
      return below(key).stream()
          .map(S3Object::lastModified)
          .max(Instant::compareTo)
          .orElseThrow(() -> new NoSuchFileException(key.text()));
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public void begin(StorageKey key) throws IOException {
    try {
      putEmpty(name(key) + BEGUN);
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  /// Takes the chunk into a scratch file, then puts it as an object: S3 cannot append.
  @Override
  public long append(StorageKey key, long at, InputStream chunk, long most) throws IOException {
    Path folder = scratch.scratch("chunk");
    try {
      var received = ReceivedChunk.of(chunk, folder.resolve("chunk"), most);
      try {
        if (received.bytes() > 0) {
          put(received.file(), chunkName(key, at));
        }
      } catch (SdkException e) {
        throw failed(key, e);
      }
      long end = at + received.bytes();
      if (received.broken() != null) {
        throw new ChunkInterruptedException(end, received.broken());
      }
      return end;
    } finally {
      scratch.delete(StorageKey.of(SCRATCH, String.valueOf(folder.getFileName())));
    }
  }

  private String chunkName(StorageKey key, long at) {
    return "%s/.%020d".formatted(name(key), at);
  }

  /// The chunks that follow each other from place 0 on.
  private List<ChunkStream.Chunk> chunks(StorageKey key) {
    var chain = new ArrayList<ChunkStream.Chunk>();
    long end = 0;
    for (S3Object object : below(key)) { // S3 lists in the order of the names
      if (object.key().equals(chunkName(key, end))) {
        chain.add(new ChunkStream.Chunk(object.key(), end, object.size()));
        end += object.size();
      }
    }
    return chain;
  }

  private static long end(List<ChunkStream.Chunk> chunks) {
    return chunks.isEmpty() ? 0 : chunks.getLast().at() + chunks.getLast().bytes();
  }

  /// Free bytes of this machine's disk: a bucket has no end.
  @Override
  public long freeBytes() throws IOException {
    return scratch.freeBytes();
  }

  @Override
  public void sweepScratch(Instant before) throws IOException {
    scratch.sweepScratch(before);
    try (Stream<Path> all = Files.list(copies)) {
      for (Path copy : all.toList()) {
        if (Files.getLastModifiedTime(copy).toInstant().isBefore(before)) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
