package dev.isolator.model;

import dev.isolator.file.Sha256;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
/// card `.json`; of causal networks also the `.stream.onnx`, the same weights frame by frame, and
/// of some the `.int8.onnx`, the same weights in 8 bits. The user's folder holds the same as files.
/// Both may hold ensembles of models, `NAME.yaml`, which are taken like models ([Ensemble]).
/// Immutable; any thread; each call looks anew.
public final class ModelCatalogue {
  /// The model that says where somebody sings when no other one is named, beside every model that
  /// takes songs apart. Where there is none of that name, each of those says it itself.
  public static final String VOICE = "voice-activity";

  static final String BUILT_IN = "built-in";
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

  /// What `live`, `candidate` and `previous` stand for.
  public ModelAliases aliases() throws ModelException {
    return ModelAliases.read(folder());
  }

  /// All models, the default first, then the ensembles that have a name.
  public List<Entry> list() throws ModelException {
    var entries = models();
    var models = List.copyOf(entries);
    for (var ensemble : BuiltInModels.ensembles()) {
      entries.add(ensemble.entry(models));
    }
    for (var ensemble : NamedEnsembles.in(folder())) {
      entries.add(ensemble.entry(models));
    }
    return entries;
  }

  /// All that are no ensembles.
  private List<Entry> models() throws ModelException {
    var entries = new ArrayList<>(BuiltInModels.list());
    entries.addAll(added());
    // A model that says where somebody sings is no default, wherever it lies.
    entries.sort(Comparator.comparing(entry -> !entry.card().separates()));
    ModelAliases.Target live = aliases().live();
    if (live != null) {
      Entry first = standsFor("live", live, entries);
      entries.remove(first);
      entries.addFirst(first);
    }
    return entries;
  }

  /// The model that an alias stands for.
  private Entry standsFor(String alias, ModelAliases.Target target, List<Entry> entries)
      throws ModelException {
    return entries.stream()
        .filter(entry -> ModelAliases.Target.of(entry.card()).equals(target))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: %s stands for %s of the weights %s, found no such model; add it again, or go back with: isolator learn rollback"
                        .formatted(
                            folder().resolve(ModelAliases.FILE),
                            alias,
                            target.model(),
                            target.sha256())));
  }

  /// The user's models and the methods, in their order.
  private List<Entry> added() throws ModelException {
    var entries = new ArrayList<>(users.list());
    for (var providers : ServiceLoader.load(Model.Providers.class)) {
      providers.providers().forEach(method -> entries.add(Entry.ofMethod(method)));
    }
    return entries;
  }

  /// The model that is used when none is named: what `live` stands for, where that alias is set
  /// ([ModelAliases]), else the first one built in, else the user's first, of those that take songs
  /// apart.
  public Entry defaultModel() throws ModelException {
    List<Entry> all = models();
    if (all.isEmpty() || !all.getFirst().card().separates()) {
      throw noModels();
    }
    return all.getFirst();
  }

  /// A model that takes songs apart, as [#find] finds it.
  ///
  /// @throws ModelException if there is none of that name, or it is one that says where somebody
  ///   sings
  public Entry separating(String nameOrFile) throws ModelException {
    Entry entry = find(nameOrFile);
    if (entry.card().separates()) {
      return entry;
    }
    String others =
        list().stream()
            .map(Entry::card)
            .filter(ModelCard::separates)
            .map(ModelCard::name)
            .distinct()
            .collect(Collectors.joining(", "));
    throw VoiceModel.separatesNothing(
        entry.card(), others.isEmpty() ? "another model" : "one of " + others);
  }

  /// A model that says where somebody sings, as [#find] finds it; empty = the one that is built in.
  ///
  /// @return empty where no name is given and none is built in
  /// @throws ModelException if there is none of that name, or it is one that takes songs apart
  public Optional<Entry> voice(String nameOrFile) throws ModelException {
    if (nameOrFile.isEmpty()) {
      return match(models(), VOICE).filter(entry -> !entry.card().separates());
    }
    Entry entry = find(nameOrFile);
    if (entry.card().separates()) {
      throw new ModelException(
          "%s: expected a model that says where somebody sings, such as %s, found one that takes songs apart; choose another one (isolator models list)"
              .formatted(entry.card().name(), VOICE));
    }
    return Optional.of(entry);
  }

  private ModelException noModels() {
    return new ModelException(
        "no model found, neither on the class path nor in %s; add the dependency dev.isolator:isolator-models, or a model of your own with: isolator models add FILE"
            .formatted(folder()));
  }

  /// A model by name (`name` or `name@version`), or the one in that `.onnx` file; empty = the
  /// default. An alias that is set, such as `candidate`, goes before a model of that name. Also an
  /// ensemble: by name, in that `.yaml` file, or as a text such as `a,b:2` (see [Ensemble]). Which
  /// of several models of one name is taken: see [#match].
  public Entry find(String nameOrFile) throws ModelException {
    if (nameOrFile.isEmpty()) {
      return defaultModel();
    }
    boolean several = Ensemble.isMeant(nameOrFile);
    if (nameOrFile.endsWith(".onnx") && (!several || new File(nameOrFile).isFile())) {
      return UserModels.inFile(Path.of(nameOrFile));
    }
    if (nameOrFile.endsWith(NamedEnsembles.ENDING)) {
      return NamedEnsembles.inFile(Path.of(nameOrFile)).entry(models());
    }
    List<Entry> all = several ? models() : list();
    if (all.isEmpty()) {
      throw noModels();
    }
    ModelAliases.Target target = aliases().of(nameOrFile);
    if (target != null) {
      return standsFor(nameOrFile, target, all);
    }
    return several
        ? NamedEnsembles.typed(nameOrFile, all)
        : match(all, nameOrFile).orElseThrow(() -> noModelOf(nameOrFile, "", all));
  }

  /// @param where the ensemble that names it, for the message; empty = none does
  static ModelException noModelOf(String name, String where, List<Entry> models) {
    return new ModelException(
        "%s%s: no model of that name; there are %s (isolator models list), or name an .onnx file"
            .formatted(
                where.isEmpty() ? "" : where + ": ",
                name,
                models.stream()
                    .map(e -> e.card().name())
                    .distinct()
                    .collect(Collectors.joining(", "))));
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

  /// Checks a model against its card's hash, its contract, and the ranges of its answers; of an
  /// ensemble each of its models.
  ///
  /// @throws ModelException if they differ; the message says what was expected and found
  public void verify(Entry entry) throws ModelException {
    for (Entry model : entry.models()) {
      ModelCheck.check(model);
    }
  }

  /// Copies a model into the user's folder, and the `.stream.onnx` and `.int8.onnx` beside it if
  /// there are any. Its card is read from the `.json` beside it, or from the metadata inside it.
  public Entry add(Path onnx) throws ModelException {
    Entry entry = UserModels.inFile(onnx);
    ModelCheck.check(entry);
    return users.add(onnx, entry);
  }

  /// Copies a network that was not made for Isolator into the user's folder, as a model like the
  /// others: it is recognised by its tensors, or as the options say ([Outside]).
  ///
  /// @param files of the model, one or more
  /// @throws ModelException if it is not recognised; the message says what was found and what would
  ///   be accepted
  public Added addOutside(List<Path> files, OutsideOptions options) throws ModelException {
    Outside outside = Outside.recognise(files, options);
    return new Added(users.addOutside(files, outside.card()), outside.found());
  }

  /// Copies a model into the user's folder: by its card if it has one, beside it or in its
  /// metadata, and no family is named; else as [#addOutside] does.
  ///
  /// @param files of the model, one or more
  /// @param sha256 the hash that a single file must have, lower-case hex; empty = whatever its card
  ///   says
  public Added addAny(List<Path> files, String sha256, OutsideOptions options)
      throws ModelException {
    Path first = files.getFirst();
    OutsideFile.checkSize(first);
    checkHash(first.toString(), first, sha256);
    boolean hasCard = files.size() == 1 && options.family().isEmpty() && UserModels.hasCard(first);
    return hasCard ? new Added(add(first), "") : addOutside(files, options);
  }

  /// Downloads a model into the user's folder, with a card or without; https, or http from this
  /// machine.
  ///
  /// @param sha256 the hash it must have, lower-case hex; empty = whatever its card says
  public Added addAny(URI address, String sha256, OutsideOptions options) throws ModelException {
    try (var download = ModelDownload.of(address)) {
      String path = String.valueOf(address.getPath());
      String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.onnx$", "");
      var told = options.name().isEmpty() ? options.withName(name) : options;
      var sourced = told.source().isEmpty() ? told.withSource(address.toString()) : told;
      checkHash(address.toString(), download.file(), sha256);
      return addAny(List.of(download.file()), "", sourced);
    }
  }

  /// A model that was added.
  ///
  /// @param entry the model
  /// @param found what it was recognised as, by what, and how surely, in a sentence; empty where it
  ///   has a card
  public record Added(Entry entry, String found) {}

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

    /// One of the two is there.
    private final @Nullable ModelFile network;

    private final Model.@Nullable Provider method;

    /// The same network frame by frame, if there is one.
    private final @Nullable ModelFile stream;

    /// The same network with its convolutions in 8 bits, if there is one.
    private final @Nullable ModelFile int8;

    /// The files of a model that has several, the network first.
    private final List<ModelFile> files;

    private Entry(
        ModelCard card,
        @Nullable ModelFile network,
        @Nullable ModelFile stream,
        @Nullable ModelFile int8,
        List<ModelFile> files,
        Model.@Nullable Provider method) {
      this.card = card;
      this.network = network;
      this.stream = stream;
      this.int8 = int8;
      this.files = List.copyOf(files);
      this.method = method;
    }

    static Entry ofNetwork(
        ModelCard card, ModelFile network, @Nullable ModelFile stream, @Nullable ModelFile int8) {
      return new Entry(card, network, stream, int8, List.of(network), null);
    }

    /// @param files of an outside model, one or more
    static Entry ofFiles(ModelCard card, List<ModelFile> files) {
      return new Entry(card, files.getFirst(), null, null, files, null);
    }

    static Entry ofMethod(Model.Provider method) {
      return new Entry(method.card(), null, null, null, List.of(), method);
    }

    @Override
    public ModelCard card() {
      return card;
    }

    /// `built-in`, `method` for one without a network, `ensemble` for several that were typed, or
    /// its file.
    @Override
    public String location() {
      return network == null ? method().location() : network.location();
    }

    @Override
    public Model open(int threads, Accelerator accelerator) throws ModelException {
      return open(threads, accelerator, Precision.AUTO);
    }

    /// Opens the model.
    ///
    /// @param threads that it may use at a time, 1 or more
    /// @param accelerator where a network runs; a method without one runs on the processor
    /// @param precision of a network on the processor
    /// @throws ModelException if it does not open, or does not keep its card's contract
    @Override
    public Model open(int threads, Accelerator accelerator, Precision precision)
        throws ModelException {
      if (network == null) {
        return method().open(threads, accelerator, precision);
      }
      var graphs = NetworkFiles.of(network, int8, precision);
      return switch (card.contract()) {
        case Contract.Chunk chunk ->
            OnnxSession.open(
                card, graphs, threads, accelerator, session -> new OnnxChunkModel(session, chunk));
        case Contract.Frame frame ->
            OnnxSession.open(
                card, graphs, threads, accelerator, session -> new OnnxFrameModel(session, frame));
        case Contract.Voice voice ->
            OnnxSession.open(
                card, graphs, threads, accelerator, session -> new OnnxVoiceModel(session, voice));
        case Contract.Segment segment ->
            OnnxSession.open(
                card,
                graphs,
                threads,
                accelerator,
                session -> new OnnxSegmentModel(session, segment));
        case Contract.Adapted adapted ->
            AdaptedModel.open(card, adapted, files, threads, accelerator);
        case Contract.Song(), Contract.Members() ->
            throw new ModelException(
                "%s: expected a network that takes chunks, frames or segments, found a card for whole songs; only methods without a network take those"
                    .formatted(location()));
      };
    }

    /// Opens the model for sounds of a few seconds, each of which is to be a chunk of its own: as
    /// long as the longest of them, without a halo. Beyond a sound's ends such a network sees what
    /// its layers pad with, as it did in the segments that it was trained on. The card's own chunks
    /// cost several times as much, as they are longer than the sound. Networks of a fixed size, and
    /// models that take no chunks, are opened as by [#open].
    ///
    /// @param frames of the longest sound, on the model's grid; a longer one is cut into chunks
    ///   whose ends show
    /// @param threads that it may use at a time, 1 or more
    public Model openForSegments(int frames, int threads, Accelerator accelerator)
        throws ModelException {
      ModelFile file = network;
      if (file == null || !(card.contract() instanceof Contract.Chunk chunk)) {
        return open(threads, accelerator);
      }
      var segments = chunk.ofOneSegment(frames);
      return OnnxSession.open(
          card,
          NetworkFiles.of(file),
          threads,
          accelerator,
          session ->
              new OnnxChunkModel(
                  session, OnnxMaskBuffers.takesAnyFrames(session) ? segments : chunk));
    }

    /// Whether the model can be opened frame by frame: it takes frames itself, or a graph of the
    /// same network that does lies beside it, `NAME.stream.onnx`.
    public boolean hasStream() {
      return stream != null || card.contract() instanceof Contract.Frame;
    }

    /// Opens the model frame by frame, for live use. Its answers come as many frames late as the
    /// card says that the network looks ahead.
    ///
    /// @param threads that it may use at a time, 1 or more; small causal networks gain nothing from
    ///   a second one
    /// @throws ModelException if the model has no such graph, or the graph is not what the card
    ///   says
    public FrameModel openStream(int threads, Accelerator accelerator) throws ModelException {
      ModelFile file = stream;
      if (card.contract() instanceof Contract.Frame) {
        return (FrameModel) open(threads, accelerator);
      }
      if (!card.separates()) {
        throw VoiceModel.separatesNothing(card, "another model (isolator models list)");
      }
      if (method instanceof EnsembleProvider) {
        throw new ModelException(
            "%s: expected one model that answers frame by frame, found an ensemble (%s); live use has no time for several, choose one that says \"live\" (isolator models list)"
                .formatted(card.name(), card.provenance().training()));
      }
      if (file == null || !(card.contract() instanceof Contract.Chunk chunk)) {
        throw new ModelException(
            "%s: expected a model that answers frame by frame, found one that needs sound from later in the song; choose one that says \"live\" (isolator models list)"
                .formatted(card.versionedName()));
      }
      if (chunk.reach().lookAheadFrames() > Contract.Frame.MOST_LOOK_AHEAD) {
        throw new ModelException(
            "%s: expected a look-ahead of at most %d frames beside a stream graph, found %d; get the model again from where it came"
                .formatted(
                    file.location(),
                    Contract.Frame.MOST_LOOK_AHEAD,
                    chunk.reach().lookAheadFrames()));
      }
      var frame = new Contract.Frame(chunk.grid(), chunk.reach());
      return OnnxSession.open(
          card,
          NetworkFiles.of(file),
          threads,
          accelerator,
          session -> new OnnxFrameModel(session, frame));
    }

    /// Those of an ensemble; this one alone of all else.
    private List<Entry> models() {
      return method instanceof EnsembleProvider ensemble ? ensemble.models() : List.of(this);
    }

    private Model.Provider method() {
      return Objects.requireNonNull(method, "neither network nor method");
    }

    /// Whether the program brings it along; else somebody has added it.
    public boolean isBuiltIn() {
      return location().equals(BUILT_IN);
    }

    /// The network's bytes; null for a method without one.
    @Nullable ModelFile network() {
      return network;
    }

    /// The bytes of all files of the model; none for a method.
    List<ModelFile> files() {
      return files;
    }

    /// The bytes of the same network frame by frame; null where there is none.
    @Nullable ModelFile stream() {
      return stream;
    }

    /// The bytes of the same network in 8 bits; null where there is none.
    @Nullable ModelFile int8() {
      return int8;
    }

    /// Whether the model has a second graph in 8 bits ([Precision]).
    public boolean hasInt8() {
      return int8 != null;
    }
  }
}
