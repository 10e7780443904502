package dev.isolator.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /// The first example of FIPS 180-4.
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void theStandardsExamplesHaveTheirHashes(@TempDir Path folder) throws Exception {
    Path abc = Files.writeString(folder.resolve("abc"), "abc");
    Path nothing = Files.createFile(folder.resolve("nothing"));

    assertEquals(OF_ABC, Sha256.of("abc".getBytes(US_ASCII)));
    assertEquals(List.of(OF_ABC, OF_NOTHING), Sha256.of(List.of(abc, nothing)));
  }
}
