package dev.isolator.model;

import dev.isolator.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models at hand: those inside the program, those in the user's folder, and methods that
/// modules on the class path bring along ([Model.Providers]).
///
/// Built-in models are resources under `dev/isolator/models/`: an `index.txt` with one base name a
/// line, the default first and newer versions before older ones, and for each its `.onnx` and its
/// card `.json`. The user's folder holds the same pairs as files. Immutable; any thread; each call
/// looks anew.
public final class ModelCatalogue {
  private static final String BUILT_IN = "built-in";

  private final UserModels users;

  private ModelCatalogue(Path folder) {
    this.users = new UserModels(folder);
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
    return users.folder();
  }

  /// All models, the default first.
  public List<Entry> list() throws ModelException {
    var entries = new ArrayList<>(BuiltInModels.list());
    entries.addAll(added());
    return entries;
  }

  /// The user's models and the methods, in their order.
  private List<Entry> added() throws ModelException {
    var entries = new ArrayList<>(users.list());
    for (var providers : ServiceLoader.load(Model.Providers.class)) {
      providers.providers().forEach(method -> entries.add(Entry.ofMethod(method)));
    }
    return entries;
  }

  /// The model that is used when none is named: the first one built in, else the user's first.
  public Entry defaultModel() throws ModelException {
    List<Entry> all = list();
    if (all.isEmpty()) {
      throw noModels();
    }
    return all.getFirst();
  }

  private ModelException noModels() {
    return new ModelException(
        "no model found, neither on the class path nor in %s; add the dependency dev.isolator:isolator-models, or a model of your own with: isolator models add FILE"
            .formatted(folder()));
  }

  /// A model by name (`name` or `name@version`), or the one in that `.onnx` file; empty = the
  /// default. Which of several models of one name is taken: see [#match].
  public Entry find(String nameOrFile) throws ModelException {
    if (nameOrFile.isEmpty()) {
      return defaultModel();
    }
    if (nameOrFile.endsWith(".onnx")) {
      return UserModels.inFile(Path.of(nameOrFile));
    }
    List<Entry> all = list();
    if (all.isEmpty()) {
      throw noModels();
    }
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
            entry ->
                nameOrVersioned.equals(entry.card().name())
                    || nameOrVersioned.equals(entry.card().versionedName()))
        .findFirst();
  }

  /// Checks a model against its card's hash, its contract, and the ranges of its answers.
  ///
  /// @throws ModelException if they differ; the message says what was expected and found
  public void verify(Entry entry) throws ModelException {
    ModelCheck.check(entry);
  }

  /// Copies a model into the user's folder. Its card is read from the `.json` beside it, or from
  /// the metadata inside it.
  public Entry add(Path onnx) throws ModelException {
    Entry entry = UserModels.inFile(onnx);
    ModelCheck.check(entry);
    return users.add(onnx, entry.card().withSha256(entry.sha256()));
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
    checkHash(UserModels.inFile(onnx).location(), onnx, sha256);
    return add(onnx);
  }

  private static void checkHash(String where, Path file, String expected) throws ModelException {
    if (expected.isEmpty()) {
      return;
    }
    String found = sha256(file);
    if (!expected.equals(found)) {
      throw new ModelException(
          "%s: expected SHA-256 %s, found %s; do not use it, get it from where it was published"
              .formatted(where, expected, found));
    }
  }

  private static String sha256(Path file) throws ModelException {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
    }
  }

  /// A model that can be opened.
  public static final class Entry implements Model.Provider {
    private final ModelCard card;
    private final String location;

    /// One of the two is there.
    private final @Nullable URL onnx;

    private final Model.@Nullable Provider method;

    private Entry(
        ModelCard card, String location, @Nullable URL onnx, Model.@Nullable Provider method) {
      this.card = card;
      this.location = location;
      this.onnx = onnx;
      this.method = method;
    }

    static Entry ofBuiltIn(ModelCard card, URL onnx) {
      return new Entry(card, BUILT_IN, onnx, null);
    }

    static Entry ofNetwork(ModelCard card, String location, URL onnx) {
      return new Entry(card, location, onnx, null);
    }

    static Entry ofMethod(Model.Provider method) {
      return new Entry(method.card(), "method", null, method);
    }

    @Override
    public ModelCard card() {
      return card;
    }

    /// `built-in`, `method` for one without a network, or its file.
    public String location() {
      return location;
    }

    @Override
    public Model open(int threads, Accelerator accelerator) throws ModelException {
      if (method != null) {
        return method.open(threads, accelerator);
      }
      return switch (card.contract()) {
        case Contract.Chunk chunk ->
            OnnxSession.open(
                this, threads, accelerator, session -> new OnnxChunkModel(session, chunk));
        case Contract.Frame frame ->
            OnnxSession.open(
                this, threads, accelerator, session -> new OnnxFrameModel(session, frame));
        case Contract.Segment segment ->
            OnnxSession.open(
                this, threads, accelerator, session -> new OnnxSegmentModel(session, segment));
        case Contract.Song() ->
            throw new ModelException(
                "%s: expected a network that takes chunks, frames or segments, found a card for whole songs; only methods without a network take those"
                    .formatted(location));
      };
    }

    private boolean isBuiltIn() {
      return location.equals(BUILT_IN);
    }

    /// Whether it is a method without a network.
    boolean isMethod() {
      return method != null;
    }

    /// The SHA-256 of the network's bytes; empty for a method.
    String sha256() throws ModelException {
      if (onnx == null) {
        return "";
      }
      try (InputStream in = onnx.openStream()) {
        return Sha256.of(in);
      } catch (IOException e) {
        throw unreadable(e);
      }
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
      } catch (IOException | URISyntaxException e) {
        throw unreadable(e);
      }
    }

    private ModelException unreadable(Exception e) {
      return new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(location, e), e);
    }
  }
}
