package dev.isolator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page is built by Node, and its build is kept in the repository for those who have none. So
/// the build must be that of the sources beside it.
class BuiltPageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/licences"), Path.of("src/main/page"), Path.of("src/main/static"));
  private static final Path PAGE = ROOT.resolve("src/main/resources/page");

  @Test
  void thePageIsBuiltFromTheSourcesBesideIt() throws Exception {
    assertEquals(
        stampOfTheSources(),
        Files.readString(PAGE.resolve("stamp")).strip(),
        "the page is older than its sources; run `npm ci && npm run build` in web/ and commit both");
  }

  /// What the server's Content-Security-Policy forbids would only show in a browser otherwise.
  @Test
  void thePageNeedsNothingInlineAndNothingFromElsewhere() throws IOException {
    for (var page : List.of("index.html", "static.html")) {
      var html = Files.readString(PAGE.resolve(page));
      assertFalse(
          Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|javascript:").matcher(html).find());
      assertFalse(Pattern.compile("<script(?![^>]*\\ssrc=\"[.]/assets/)").matcher(html).find());
      assertFalse(Pattern.compile("(src|href)=\"(?![.]/)").matcher(html).find());
    }
    for (var file : filesIn(PAGE.resolve("assets"))) {
      if (file.toString().endsWith(".css")) {
        var css = Files.readString(file);
        assertFalse(Pattern.compile("url\\((?![.]/)|@import").matcher(css).find(), css);
      }
    }
  }

  @Test
  void everyFileThatIsNamedIsThere() throws IOException {
    var named = Pattern.compile("(?<=[\"(])[.]/[A-Za-z0-9._/-]+\\.[a-z0-9]+");
    var texts = new ArrayList<Path>();
    for (var text : List.of("index.html", "static.html", "sw.js")) {
      texts.add(PAGE.resolve(text));
    }
    filesIn(PAGE.resolve("assets")).stream()
        .filter(file -> file.toString().endsWith(".css"))
        .forEach(texts::add);
    var count = 0;
    for (var text : texts) {
      for (var match : named.matcher(Files.readString(text)).results().toList()) {
        assertTrue(Files.isRegularFile(text.resolveSibling(match.group())), match.group());
        count++;
      }
    }
    assertTrue(count >= 12, "script, style, icon and fonts, found " + count);
  }

  /// As `stamp.ts` computes it.
  private static String stampOfTheSources() throws IOException, NoSuchAlgorithmException {
    var names =
        new ArrayList<>(
            List.of(
                "index.html",
                "package-lock.json",
                "package.json",
                "plugins.ts",
                "stamp.ts",
                "tsconfig.json",
                "vite.config.ts"));
    for (var folder : SOURCES) {
      for (var file : filesIn(ROOT.resolve(folder))) {
        if (!file.getFileName().toString().contains(".test.")) {
          names.add(ROOT.relativize(file).toString().replace('\\', '/'));
        }
      }
    }
    names.sort(null);
    var hash = MessageDigest.getInstance("SHA-256");
    for (var name : names) {
      var text = Files.readString(ROOT.resolve(name)).replace("\r\n", "\n");
      hash.update((name + "\n" + text + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
