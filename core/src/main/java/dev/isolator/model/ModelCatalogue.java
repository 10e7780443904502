package dev.isolator.model;

import ai.onnxruntime.OrtException;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models at hand: those inside the program, those in the user's folder, and methods that
/// modules on the class path bring along ([WaveModel.Provider]).
///
/// Built-in models are resources under `dev/isolator/models/`: an `index.txt` with one base name a
/// line, the default first and newer versions before older ones, and for each its `.onnx` and its
/// card `.json`. The user's folder holds the same pairs as files. Immutable; any thread; each call
/// looks anew.
public final class ModelCatalogue {
  private static final String RESOURCES = "dev/isolator/models/";
  private static final String BUILT_IN = "built-in";

  private final Path folder;

  private ModelCatalogue(Path folder) {
    this.folder = folder;
  }

  /// The built-in models and the user's, in [ModelFolder#ofUser()].
  public static ModelCatalogue open() {
    return new ModelCatalogue(ModelFolder.ofUser());
  }

  /// The same with another folder for the user's models; it need not exist.
  public static ModelCatalogue open(Path folder) {
    return new ModelCatalogue(folder);
  }

  /// Where the user's models are kept.
  public Path folder() {
    return folder;
  }

  /// All models, the default first.
  public List<Entry> list() throws ModelException {
    var entries = new ArrayList<>(builtIn());
    entries.addAll(added());
    return entries;
  }

  /// The user's models and the methods, in their order.
  private List<Entry> added() throws ModelException {
    var entries = new ArrayList<>(ofUser());
    for (var provider : ServiceLoader.load(WaveModel.Provider.class)) {
      for (WaveModel model : provider.models()) {
        entries.add(new Entry(model.card(), "method", null, model));
      }
    }
    return entries;
  }

  /// The model that is used when none is named: the first one built in, else the user's first.
  public Entry defaultModel() throws ModelException {
    List<Entry> all = list();
    if (all.isEmpty()) {
      throw new ModelException(
          "no model found, neither built in nor in %s; add one with: isolator models add FILE"
              .formatted(folder));
    }
    return all.getFirst();
  }

  /// A model by name (`name` or `name@version`), or the one in that `.onnx` file; empty = the
  /// default. Which of several models of one name is taken: see [#match].
  public Entry find(String nameOrFile) throws ModelException {
    if (nameOrFile.isEmpty()) {
      return defaultModel();
    }
    if (nameOrFile.endsWith(".onnx")) {
      return inFile(Path.of(nameOrFile));
    }
    List<Entry> all = list();
    return match(all, nameOrFile)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: no model of that name; there are %s (isolator models list), or name an .onnx file"
                        .formatted(
                            nameOrFile,
                            all.stream()
                                .map(e -> e.card().name())
                                .distinct()
                                .collect(Collectors.joining(", ")))));
  }

  /// The model that a name stands for, among models in the order of [#list()]. When several bear
  /// the name, the last one that was not built in is taken; without such a one, the first built-in
  /// one, which is the newest version. The user's models are in the order of their files' names.
  ///
  /// @param entries as [#list()] returns them
  /// @param nameOrVersioned `name` or `name@version`
  public static Optional<Entry> match(List<Entry> entries, String nameOrVersioned) {
    return Stream.concat(
            entries.reversed().stream().filter(entry -> !entry.isBuiltIn()),
            entries.stream().filter(Entry::isBuiltIn))
        .filter(
            entry -> {
              ModelCard card = entry.card();
              return nameOrVersioned.equals(card.name())
                  || nameOrVersioned.equals(card.name() + "@" + card.version());
            })
        .findFirst();
  }

  /// Checks a model against its card's hash, its contract, and that its masks sum to one.
  ///
  /// @throws ModelException if they differ; the message says what was expected and found
  public void verify(Entry entry) throws ModelException {
    ModelCheck.check(entry);
  }

  /// Copies a model into the user's folder. Its card is read from the `.json` beside it, or from
  /// the metadata inside it.
  public Entry add(Path onnx) throws ModelException {
    Entry entry = inFile(onnx);
    ModelCheck.check(entry);
    ModelCard card = entry.card().withSha256(ModelCheck.sha256(entry));
    String base = card.name() + "-" + card.version();
    Path target = folder.resolve(base + ".onnx");
    try {
      Files.createDirectories(folder);
      if (Files.exists(target) && !ModelCheck.sha256(inFile(target)).equals(card.sha256())) {
        throw new ModelException(
            "%s: another model %s %s is in %s already; remove it first, or give yours another version"
                .formatted(onnx, card.name(), card.version(), folder));
      }
      Path temporary = Files.createTempFile(folder, "." + base, ".part");
      try {
        Files.copy(onnx, temporary, StandardCopyOption.REPLACE_EXISTING);
        String json = new GsonBuilder().setPrettyPrinting().create().toJson(card);
        Files.writeString(folder.resolve(base + ".json"), json + "\n");
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be copied to %s (%s); free some space, or set ISOLATOR_MODELS to another folder"
              .formatted(onnx, folder, e),
          e);
    }
    return inFile(target);
  }

  /// Downloads a model into the user's folder; https, or http from this machine.
  ///
  /// @param sha256 the hash it must have, lower-case hex; empty = whatever its card says
  public Entry add(URI address, String sha256) throws ModelException {
    try (var download = ModelDownload.of(address)) {
      checkHash(address.toString(), download.file(), sha256);
      return add(download.file());
    }
  }

  /// Copies a model into the user's folder if its hash is the expected one.
  ///
  /// @param sha256 the hash it must have, lower-case hex; empty = whatever its card says
  public Entry add(Path onnx, String sha256) throws ModelException {
    Entry entry = inFile(onnx);
    checkHash(entry.location(), onnx, sha256);
    return add(onnx);
  }

  private static void checkHash(String where, Path file, String expected) throws ModelException {
    if (expected.isEmpty()) {
      return;
    }
    String found = ModelCheck.sha256(file);
    if (!expected.equals(found)) {
      throw new ModelException(
          "%s: expected SHA-256 %s, found %s; do not use it, get it from where it was published"
              .formatted(where, expected, found));
    }
  }

  private static List<Entry> builtIn() throws ModelException {
    var entries = new ArrayList<Entry>();
    ClassLoader loader = Objects.requireNonNull(ModelCatalogue.class.getClassLoader());
    try {
      for (URL index : loader.resources(RESOURCES + "index.txt").toList()) {
        String names = text(index);
        for (String name : names.lines().filter(line -> !line.isBlank()).toList()) {
          URL json = resource(loader, RESOURCES + name + ".json");
          ModelCard card = CardReader.fromJson(name + ".json", text(json));
          entries.add(
              new Entry(card, BUILT_IN, resource(loader, RESOURCES + name + ".onnx"), null));
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          "the built-in models cannot be read (%s); install Isolator anew".formatted(e), e);
    }
    return entries;
  }

  private static URL resource(ClassLoader loader, String name) throws IOException {
    URL url = loader.getResource(name);
    if (url == null) {
      throw new IOException(name + " is missing");
    }
    return url;
  }

  private static String text(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Entry> ofUser() throws ModelException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().endsWith(".onnx")).sorted().toList()) {
        entries.add(inFile(file));
      }
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be listed (%s); check its permissions".formatted(folder, e), e);
    }
    return entries;
  }

  private static Entry inFile(Path onnx) throws ModelException {
    if (!Files.isRegularFile(onnx)) {
      throw new ModelException(
          onnx + ": expected an ONNX file, found nothing there; check the path");
    }
    String name = onnx.getFileName().toString();
    Path json = onnx.resolveSibling(name.substring(0, name.length() - 5) + ".json");
    try {
      if (Files.isRegularFile(json)) {
        ModelCard card = CardReader.fromJson(json.toString(), Files.readString(json));
        return new Entry(card, onnx.toString(), onnx.toUri().toURL(), null);
      }
      var opened =
          OnnxRuntime.open(new OnnxRuntime.Source.InFile(onnx), 1, Accelerator.CPU).session();
      try (opened) {
        var metadata = opened.getMetadata().getCustomMetadata();
        return new Entry(
            CardReader.fromMetadata(onnx.toString(), metadata),
            onnx.toString(),
            onnx.toUri().toURL(),
            null);
      }
    } catch (OrtException e) {
      throw new ModelException(
          "%s: expected an ONNX model, found something ONNX Runtime cannot open (%s)"
              .formatted(onnx, OnnxRuntime.oneLine(e.getMessage())),
          e);
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: the card beside it cannot be read (%s); check its permissions".formatted(onnx, e),
          e);
    }
  }

  /// A model that can be opened.
  public static final class Entry {
    private final ModelCard card;
    private final String location;
    private final @Nullable URL onnx;
    private final @Nullable WaveModel method;

    private Entry(ModelCard card, String location, @Nullable URL onnx, @Nullable WaveModel method) {
      this.card = card;
      this.location = location;
      this.onnx = onnx;
      this.method = method;
    }

    /// What it is.
    public ModelCard card() {
      return card;
    }

    /// `built-in`, `method` for one without a network, or its file.
    public String location() {
      return location;
    }

    /// Opens it; see [MaskModel#open].
    public Model open(int threads, Accelerator accelerator) throws ModelException {
      return method != null ? method : MaskModel.open(this, threads, accelerator);
    }

    private boolean isBuiltIn() {
      return location.equals(BUILT_IN);
    }

    @Nullable URL onnx() {
      return onnx;
    }

    /// Where ONNX Runtime finds the network: in its file, or unpacked into memory.
    OnnxRuntime.Source source() throws ModelException {
      if (onnx == null) {
        throw new ModelException(card.name() + ": expected a network, found a method without one");
      }
      try {
        if ("file".equals(onnx.getProtocol())) {
          return new OnnxRuntime.Source.InFile(Path.of(onnx.toURI()));
        }
        try (InputStream in = onnx.openStream()) {
          return new OnnxRuntime.Source.InMemory(in.readAllBytes());
        }
      } catch (IOException | java.net.URISyntaxException e) {
        throw new ModelException(
            "%s: cannot be read (%s); check its permissions".formatted(location, e), e);
      }
    }
  }
}
