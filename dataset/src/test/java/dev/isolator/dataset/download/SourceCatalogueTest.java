package dev.isolator.dataset.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCatalogueTest {
  /// Those that allow any use with at most attribution.
  private static final Set<String> FREE =
      Set.of(
          "CC0-1.0",
          "CC-BY-3.0",
          "CC-BY-4.0",
          "MIT",
          "BSD-2-Clause",
          "Apache-2.0",
          "public domain");

  @TempDir Path folder = Path.of("");

  private String refusal(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("sources.json"), text);
    String message =
        String.valueOf(
            assertThrows(DownloadException.class, () -> SourceCatalogue.read(file)).getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    return message.substring((file + ": ").length());
  }

  @Test
  void whatComesWithTheProgramMayBeUsedByAnybody() throws IOException {
    var sources = SourceCatalogue.builtIn().sources();
    assertFalse(sources.isEmpty());
    for (Source source : sources) {
      assertFalse(source.texts().isEmpty(), source.name() + ": licence text");
      for (Take take : source.takes()) {
        assertTrue(FREE.contains(take.licence()), () -> source.name() + ": " + take.licence());
        assertFalse(take.credit().isEmpty(), source.name() + ": credit");
      }
    }
  }

  @Test
  void sourcesAreFoundByTheirNames() throws IOException {
    var catalogue = SourceCatalogue.builtIn();
    assertEquals(
        List.of("naev", "sectoid"),
        catalogue.named(List.of("naev", "sectoid", "naev")).stream().map(Source::name).toList());
    assertEquals(catalogue.sources(), catalogue.named(List.of()));
    String message =
        String.valueOf(
            assertThrows(DownloadException.class, () -> catalogue.named(List.of("nave")))
                .getMessage());
    assertTrue(message.startsWith("nave: no such source, expected sectoid, ufoai, "), message);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertEquals(
        "expected {\"schema\":\"isolator-sources\",\"version\":1,\"sources\":[…]}, found another beginning",
        refusal("{}"));
    assertTrue(
        refusal("[").startsWith("expected a catalogue of sources in JSON, found something else ("));
  }

  private String refusalOf(String sources) throws IOException {
    return refusal(Files.readString(TinyPackages.write(folder.resolve("sources.json"), sources)));
  }

  @Test
  void whatMayNotBeSaidIsRefused() throws IOException {
    String all =
        "{\"name\": \"%s\", \"what\": \"%s\", \"kind\": \"%s\", \"git\": \"%s\", \"commit\": \"%s\", \"take\": []}";
    String commit = "0".repeat(40);
    assertEquals(
        "name must match [a-z0-9]+(-[a-z0-9]+)*, was \"A\"",
        refusalOf(all.formatted("A", "b", "voices", "https://c", commit)));
    assertEquals(
        "source a: what must match [^|\\t\\r\\n]+, was \"b | c\"",
        refusalOf(all.formatted("a", "b | c", "voices", "https://c", commit)));
    assertEquals(
        "source a: kind must match voices|instrumental|instruments, was \"noise\"",
        refusalOf(all.formatted("a", "b", "noise", "https://c", commit)));
    assertEquals(
        "source a: git must match (https?|file)://[^\\s]+, was \"ext::sh\"",
        refusalOf(all.formatted("a", "b", "voices", "ext::sh", commit)));
    assertEquals(
        "source a: commit must match [0-9a-f]{40}, was \"main\"",
        refusalOf(all.formatted("a", "b", "voices", "https://c", "main")));
    String good = all.formatted("a", "b", "voices", "https://c", commit);
    assertEquals("source a stands there twice; rename one", refusalOf(good + "," + good));
    String take = "\"take\": [{\"name\": \"x\", \"files\": [\"*\"], \"licence\": \"MIT\"}]";
    String a = good.replace("\"take\": []", take);
    assertEquals(
        "sources a and b both take files under the name x; rename one",
        refusalOf(a + "," + a.replace("\"name\": \"a\"", "\"name\": \"b\"")));
  }

  @Test
  void patternsStandForNamesAndAlternatives() {
    var pattern = new PathPattern("a/*/{b,c.d}+.ogg");
    assertTrue(pattern.matches("a/x y/b+.ogg"));
    assertTrue(pattern.matches("a/x/c.d+.ogg"));
    assertFalse(pattern.matches("a/x/z/b+.ogg"), "* is one name");
    assertFalse(pattern.matches("a/x/cxd+.ogg"), ". is a dot");
    assertEquals("a", pattern.top());
    assertEquals("a/b", new PathPattern("a/b/c*.ogg").top());
    assertEquals("a/b.ogg", new PathPattern("a/b.ogg").top());
    assertEquals("", new PathPattern("{a,b}/c.ogg").top());
  }
}
