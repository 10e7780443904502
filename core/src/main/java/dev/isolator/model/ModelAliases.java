package dev.isolator.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Names that stand for models and can be moved from one to another: `live` is the model that is
/// used when none is named, `candidate` one that may take its place, `previous` the one that `live`
/// stood for before.
///
/// They are one small file in the user's folder of models, `aliases.json`, which is replaced whole:
/// whoever reads it sees all three as they were before a change or as they are after it. What runs
/// already keeps the model that it has opened. Several processes may change them; each change waits
/// for the one before ([#change]). Immutable; any thread.
///
/// @param revision number of changes so far; 0 = there are no aliases
/// @param live missing = the first built-in model
/// @param candidate missing = none
/// @param previous missing = none
/// @param last the latest change; missing at revision 0
public record ModelAliases(
    long revision,
    @Nullable Target live,
    @Nullable Target candidate,
    @Nullable Target previous,
    @Nullable Change last) {
  /// The file's name in the folder of models.
  public static final String FILE = "aliases.json";

  /// What the aliases are called.
  public static final List<String> NAMES = List.of("live", "candidate", "previous");

  private static final ModelAliases NONE = new ModelAliases(0, null, null, null, null);
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final long MOST_BYTES = 1 << 16;

  /// A model that an alias stands for.
  ///
  /// @param model `name@version`
  /// @param sha256 of its network, lower-case hex; empty where its card does not say
  /// @param run that trained it; empty where it was not trained by one
  public record Target(String model, String sha256, String run) {
    /// The target that stands for a model of the catalogue.
    public static Target of(ModelCard card) {
      return new Target(card.versionedName(), card.sha256(), card.provenance().run());
    }
  }

  /// A change of the aliases.
  ///
  /// @param action such as `promote`
  /// @param target which model it is about
  /// @param who made it
  /// @param at when, RFC 3339 in UTC
  public record Change(String action, Target target, String who, String at) {}

  /// Reads the aliases in a folder of models.
  ///
  /// @throws ModelException if the file cannot be read, or is not what [#change] writes
  public static ModelAliases read(Path folder) throws ModelException {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.isRegularFile(file)) {
        return NONE;
      }
      if (Files.size(file) > MOST_BYTES) {
        throw damaged(file, "found more than %d bytes".formatted(MOST_BYTES), null);
      }
      ModelAliases aliases = GSON.fromJson(Files.readString(file), ModelAliases.class);
      if (aliases == null || aliases.revision < 1 || aliases.last == null) {
        throw damaged(file, "found none", null);
      }
      return aliases;
    } catch (JsonParseException e) {
      throw damaged(file, "found: " + String.valueOf(e.getMessage()).split("\n", 2)[0], e);
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
    }
  }

  private static ModelException damaged(Path file, String found, @Nullable Exception cause) {
    String message =
        "%s: expected aliases of models in JSON, %s; restore the file, or remove it to use the built-in default"
            .formatted(file, found);
    return cause == null ? new ModelException(message) : new ModelException(message, cause);
  }

  /// Changes the aliases in a folder, which is made where it is missing. Where the change leaves
  /// them as they are, nothing is written.
  ///
  /// @param action such as `promote`
  /// @param target which model it is about
  /// @param who makes it
  /// @return the aliases after it
  public static synchronized ModelAliases change(
      Path folder, String action, Target target, String who, UnaryOperator<ModelAliases> change)
      throws ModelException {
    Path lock = folder.resolve("aliases.lock");
    try {
      Files.createDirectories(folder);
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        ModelAliases before = read(folder);
        ModelAliases wanted = change.apply(before);
        if (wanted.equals(before)) {
          return before;
        }
        var after =
            new ModelAliases(
                before.revision + 1,
                wanted.live,
                wanted.candidate,
                wanted.previous,
                new Change(action, target, who, Instant.now().toString()));
        AtomicFile.write(folder.resolve(FILE), GSON.toJson(after) + "\n");
        return after;
      }
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be written (%s); free some space, or set ISOLATOR_MODELS to another folder"
              .formatted(folder.resolve(FILE), e),
          e);
    }
  }

  /// What an alias stands for; missing = nothing, or it is no alias.
  public @Nullable Target of(String alias) {
    return switch (alias) {
      case "live" -> live;
      case "candidate" -> candidate;
      case "previous" -> previous;
      default -> null;
    };
  }

  /// A model that may take the place of `live`.
  public ModelAliases withCandidate(@Nullable Target target) {
    return new ModelAliases(revision, live, target, previous, last);
  }

  /// The candidate becomes `live`, what was `live` becomes `previous`. No change where the model is
  /// `live` already: who repeats a promotion that was cut short does not lose `previous`.
  ///
  /// @param target the model
  /// @param before what was used where there is no alias `live` yet
  public ModelAliases promoted(Target target, Target before) {
    if (target.equals(live)) {
      return this;
    }
    return new ModelAliases(
        revision,
        target,
        target.equals(candidate) ? null : candidate,
        live == null ? before : live,
        last);
  }

  /// `previous` becomes `live` again. No change where another model than `from` is `live`: who
  /// repeats it goes back once.
  ///
  /// @param from what is taken back
  public ModelAliases rolledBack(Target from) {
    return from.equals(live) && previous != null
        ? new ModelAliases(revision, previous, candidate, null, last)
        : this;
  }
}
