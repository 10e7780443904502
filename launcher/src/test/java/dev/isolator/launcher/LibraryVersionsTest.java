package dev.isolator.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What other projects import, `bom/pom.xml`, and what the README tells them to write, agree with
/// the build.
class LibraryVersionsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static Document pom(String folder) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(folder).resolve("pom.xml").toFile());
  }

  /// The text of the root element's child of that name.
  private static String child(Document pom, String name) {
    for (var node = pom.getDocumentElement().getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element.getTextContent().strip();
      }
    }
    return "";
  }

  @Test
  void bomHasTheVersionsOfTheBuild() throws Exception {
    var root = pom("");
    var bom = pom("bom");

    assertEquals(child(root, "version"), child(bom, "version"));
    for (var name : List.of("onnxruntime.version", "javacpp.version", "ffmpeg.version")) {
      assertEquals(
          root.getElementsByTagName(name).item(0).getTextContent(),
          bom.getElementsByTagName(name).item(0).getTextContent(),
          name);
    }
  }

  @Test
  void bomNamesEveryModuleThatIsInstalled() throws Exception {
    var installed = new TreeSet<String>();
    var modules = pom("").getElementsByTagName("module");
    for (int i = 0; i < modules.getLength(); i++) {
      var module = pom(modules.item(i).getTextContent().strip());
      boolean skipped = module.getElementsByTagName("maven.install.skip").getLength() > 0;
      if (!skipped && !child(module, "packaging").equals("pom")) {
        installed.add(child(module, "artifactId"));
      }
    }

    assertEquals(installed, artifacts(Files.readString(ROOT.resolve("bom/pom.xml"))));
  }

  /// Those that are ours.
  private static SortedSet<String> artifacts(String text) {
    var names = new TreeSet<String>();
    Pattern.compile("<groupId>dev\\.isolator</groupId>\\s*<artifactId>([a-z-]+)</artifactId>")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !name.equals("isolator-bom"))
        .forEach(names::add);
    return names;
  }

  @Test
  void whatIsToBeCopiedIsThere() throws Exception {
    var version = child(pom(""), "version");
    var known = artifacts(Files.readString(ROOT.resolve("bom/pom.xml")));
    for (var page : List.of("README.md", "examples/README.md")) {
      var text = Files.readString(ROOT.resolve(page));

      assertEquals(
          List.of(version),
          Pattern.compile("<version>(.*?)</version>")
              .matcher(text)
              .results()
              .map((MatchResult match) -> match.group(1))
              .toList(),
          page);
      assertTrue(known.containsAll(artifacts(text)), page);
    }
  }

  /// The README's program is the first example, which the build runs.
  @Test
  void programToBeCopiedIsTheFirstExample() throws Exception {
    var example =
        Files.readString(
            ROOT.resolve("examples/src/main/java/dev/isolator/examples/Example01TwoFiles.java"));
    var readme = Files.readString(ROOT.resolve("README.md"));

    for (var line : List.of("try (var separator = Separator.open()) {", ").writeTo(")) {
      assertTrue(example.contains(line) && readme.contains(line), line);
    }
  }
}
