package dev.isolator.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.server.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every storage: folder and bucket are twins.
class StorageTest {
  private static final StorageKey SONG = new StorageKey("inputs/a-song");
  private static final StorageKey STEMS = new StorageKey("results/a-run");
  private static final StorageKey UPLOAD = new StorageKey("uploads/an-upload");

  @SuppressWarnings("NullAway.Init") // started below
  private static S3Server server;

  @TempDir private Path folder = Path.of("");
  private static int tests;

  enum Kind {
    FOLDER,
    BUCKET
  }

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
    S3Server.useHere();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Storage open(Kind kind) throws IOException {
    return switch (kind) {
      case FOLDER -> new StoragePlace.Folder(folder.resolve("storage")).open();
      case BUCKET ->
          new StoragePlace.Bucket(
                  S3Server.BUCKET,
                  "test-" + tests++,
                  server.address(),
                  "us-east-1",
                  folder.resolve("local"))
              .open();
    };
  }

  private static void publish(Storage storage, StorageKey key, String content) throws IOException {
    Path scratch = storage.scratch("test");
    Files.writeString(scratch.resolve("file"), content);
    storage.publish(scratch.resolve("file"), key);
    storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    assertFalse(Files.exists(scratch), "scratch that was deleted");
  }

  private static String read(Storage storage, StorageKey key, long from) throws IOException {
    try (InputStream in = storage.read(key, from)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReadFromAnyByte(Kind kind) throws IOException {
    var storage = open(kind);
    assertTrue(storage.find(SONG).isEmpty());
    publish(storage, SONG, "0123456789");

    assertEquals(10, storage.find(SONG).orElseThrow().bytes());
    assertTrue(storage.exists(SONG));
    assertEquals("0123456789", read(storage, SONG, 0));
    assertEquals("789", read(storage, SONG, 7));
    assertEquals("", read(storage, SONG, 10));
    assertEquals("0123456789", Files.readString(storage.local(SONG)));
    assertEquals(10, storage.bytes(SONG));
    var age = Duration.between(storage.modified(SONG), Instant.now());
    assertTrue(age.abs().toMinutes() < 5, age.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aFolderIsPublishedAndRemovedWhole(Kind kind) throws IOException {
    var storage = open(kind);
    Path scratch = storage.scratch("run");
    Files.writeString(scratch.resolve("vocals.wav"), "voice");
    Files.writeString(scratch.resolve("music.wav"), "all else");

    storage.publish(scratch, STEMS);

    assertTrue(storage.exists(STEMS));
    assertEquals("voice", read(storage, STEMS.below("vocals.wav"), 0));
    assertEquals(8, storage.find(STEMS.below("music.wav")).orElseThrow().bytes());
    assertEquals(13, storage.bytes(STEMS));
    assertEquals(List.of(STEMS), storage.list("results"));
    assertEquals("oice", read(storage, STEMS.below("vocals.wav"), 1));
    assertEquals("voice", Files.readString(storage.local(STEMS.below("vocals.wav"))));
    storage.delete(STEMS);
    assertFalse(storage.exists(STEMS));
    assertTrue(storage.find(STEMS.below("vocals.wav")).isEmpty());
    assertEquals(List.of(), storage.list("results"));
    assertEquals(0, storage.bytes(STEMS));
    storage.delete(STEMS); // nothing, where there is none
  }

  @ParameterizedTest
  @EnumSource
  void chunksOfAnUploadFollowEachOther(Kind kind) throws IOException {
    var storage = open(kind);
    storage.begin(UPLOAD);
    assertEquals(0, storage.find(UPLOAD).orElseThrow().bytes());

    long first = storage.append(UPLOAD, 0, bytes("0123"), 10);
    var broken = new SequenceInputStream(bytes("45"), new BrokenStream());
    var e =
        assertThrows(
            ChunkInterruptedException.class, () -> storage.append(UPLOAD, first, broken, 6));
    long end = storage.append(UPLOAD, e.end(), bytes("6789"), 4);

    assertEquals(4, first);
    assertEquals(6, e.end());
    assertEquals(10, end);
    assertEquals(10, storage.find(UPLOAD).orElseThrow().bytes());
    assertEquals("0123456789", read(storage, UPLOAD, 0));
    assertEquals("56789", read(storage, UPLOAD, 5));
    assertThrows(ChunkTooLongException.class, () -> storage.append(UPLOAD, 10, bytes("more"), 3));
    storage.delete(UPLOAD);
    assertTrue(storage.find(UPLOAD).isEmpty());
    assertEquals(List.of(), storage.list("uploads"));
  }

  /// A server that dies between storing a chunk and noting it: the client sends from the noted
  /// place again.
  @ParameterizedTest
  @EnumSource
  void aChunkThatWasNeverAcknowledgedIsSentAgain(Kind kind) throws IOException {
    var storage = open(kind);
    storage.begin(UPLOAD);
    storage.append(UPLOAD, 0, bytes("01"), 10);
    storage.append(UPLOAD, 2, bytes("lost!"), 10);

    storage.append(UPLOAD, 2, bytes("234"), 10);
    long end = storage.append(UPLOAD, 5, bytes("567"), 10);

    assertEquals(8, end);
    assertEquals("01234567", read(storage, UPLOAD, 0).substring(0, 8));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsNoFile(Kind kind) throws IOException {
    var storage = open(kind);

    assertThrows(NoSuchFileException.class, () -> storage.read(SONG, 0));
    assertThrows(NoSuchFileException.class, () -> storage.modified(SONG));
    assertEquals(List.of(), storage.list("inputs"));
    assertTrue(storage.freeBytes() > 0);
  }

  @ParameterizedTest
  @EnumSource
  void oldScratchFoldersAreSwept(Kind kind) throws IOException {
    var storage = open(kind);
    Path scratch = storage.scratch("of-a-dead-server");

    storage.sweepScratch(Instant.now().minusSeconds(60));
    assertTrue(Files.exists(scratch));
    storage.sweepScratch(Instant.now().plusSeconds(60));
    assertFalse(Files.exists(scratch));
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    var place =
        new StoragePlace.Bucket(
            "nobody-has-it", "", URI.create(server.address().toString()), "us-east-1", folder);

    var e = assertThrows(IOException.class, place::open);

    assertTrue(
        String.valueOf(e.getMessage())
            .matches(
                "s3://nobody-has-it: expected a bucket that this server may use, found none \\(.*\\); check its name, region, endpoint and credentials"),
        e.toString());
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /// A client that hangs up.
  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the client is gone");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("the client is gone");
    }
  }
}
