package dev.isolator.chain;

import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where chains are found: inside the program, and in files.
final class ChainFiles {
  static final List<String> BUILT_IN = List.of("article-a", "article-a-tuned");
  private static final String ENDING = ".yaml";

  private ChainFiles() {}

  static Chain find(String name) throws ModelException {
    if (name.endsWith(ENDING)) {
      return inFile(Path.of(name));
    }
    if (!BUILT_IN.contains(name)) {
      throw new ModelException(
          "%s: expected a chain's name (%s) or a .yaml file, found neither; see docs/chain.md"
              .formatted(name, String.join(", ", BUILT_IN)));
    }
    try (InputStream in = ChainFiles.class.getResourceAsStream(name + ENDING)) {
      if (in == null) {
        throw new IOException("it is missing");
      }
      return ChainReader.read(name, name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(
          "%s: the built-in chain cannot be read (%s); install Isolator anew".formatted(name, e),
          e);
    }
  }

  private static Chain inFile(Path file) throws ModelException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": expected a file that names a chain, found nothing there; check the path");
    }
    try {
      if (Files.size(file) > 4L * ChainReader.MOST_CHARACTERS) {
        throw new ModelException(
            "%s: expected a chain of at most %d bytes, found %d; see docs/chain.md"
                .formatted(file, 4L * ChainReader.MOST_CHARACTERS, Files.size(file)));
      }
      String last = String.valueOf(file.getFileName());
      String name = last.substring(0, last.length() - ENDING.length());
      return ChainReader.read(name, file.toString(), Files.readString(file));
    } catch (ModelException e) {
      throw e;
    } catch (MalformedInputException e) {
      throw new ModelException(
          file + ": expected YAML in UTF-8, found other bytes; save it as UTF-8", e);
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
    }
  }
}
