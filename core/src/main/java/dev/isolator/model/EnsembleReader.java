package dev.isolator.model;

import dev.isolator.model.Ensemble.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads named ensembles from YAML:
///
/// ```yaml
/// description: two networks that were trained differently
/// combine: mean          # or median, min, max; default mean
/// members:
///   - studio-vocals      # a model's name
///   - model: studio-4    # or with what differs from a plain one
///     weight: 2
///     swap: true         # left and right exchanged
///     shift: true        # half a hop later
/// ```
///
/// Files come from outside: a key that is not known is refused, and every refusal names the file.
final class EnsembleReader {
  /// A hundred times what sixteen members take.
  static final int MOST_CHARACTERS = 65_536;

  private final String where;

  private EnsembleReader(String where) {
    this.where = where;
  }

  /// What a file says.
  ///
  /// @param description a sentence for people; empty where there is none
  record Named(String description, Ensemble ensemble) {}

  /// @param where the file's name for messages
  static Named read(String where, String yaml) throws ModelException {
    if (yaml.length() > MOST_CHARACTERS) {
      throw new ModelException(
          "%s: expected an ensemble of at most %d characters, found %d"
              .formatted(where, MOST_CHARACTERS, yaml.length()));
    }
    try {
      return new EnsembleReader(where)
          .named(new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(yaml));
    } catch (YamlEngineException e) {
      String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ModelException("%s: expected YAML, found: %s".formatted(where, found), e);
    } catch (StackOverflowError e) { // lists in lists in lists, thousands deep
      throw new ModelException(where + ": expected an ensemble, found YAML nested too deeply", e);
    }
  }

  private Named named(@Nullable Object document) throws ModelException {
    var keys = keys("an ensemble", document);
    Object description = keys.remove("description");
    Object combine = keys.remove("combine");
    if (!(keys.remove("members") instanceof List<?> list)) {
      throw new ModelException(
          where + ": expected a list named members, found none; see docs/ensembles.md");
    }
    nothingLeft(keys, "description, combine and members");
    try {
      var members = new ArrayList<Member>();
      for (Object member : list) {
        members.add(member instanceof String name ? Member.of(name) : member(member));
      }
      var kind = combine == null ? Combination.MEAN : Combination.of(combine.toString());
      return new Named(
          description == null ? "" : description.toString(), new Ensemble(kind, members));
    } catch (IllegalArgumentException e) {
      throw new ModelException(where + ": " + e.getMessage(), e);
    }
  }

  private Member member(@Nullable Object document) throws ModelException {
    var keys = keys("a model's name, or a member", document);
    Object model = keys.remove("model");
    if (!(model instanceof String name)) {
      throw new ModelException(
          "%s: expected the key model in each member, found %s".formatted(where, document));
    }
    Object weight = keys.getOrDefault("weight", 1);
    keys.remove("weight");
    if (!(weight instanceof Number number)) {
      throw new ModelException(
          "%s: expected a number as the weight of %s, found %s".formatted(where, name, weight));
    }
    var member = new Member(name, number.doubleValue(), flag("swap", keys), flag("shift", keys));
    nothingLeft(keys, "model, weight, swap and shift");
    return member;
  }

  private boolean flag(String key, Map<String, @Nullable Object> keys) throws ModelException {
    Object value = keys.remove(key);
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      default ->
          throw new ModelException(
              "%s: expected true or false for %s, found %s".formatted(where, key, value));
    };
  }

  private void nothingLeft(Map<String, @Nullable Object> keys, String known) throws ModelException {
    if (!keys.isEmpty()) {
      throw new ModelException(
          "%s: expected the keys %s, found %s"
              .formatted(where, known, keys.keySet().iterator().next()));
    }
  }

  private Map<String, @Nullable Object> keys(String what, @Nullable Object document)
      throws ModelException {
    if (!(document instanceof Map<?, ?> map)) {
      throw new ModelException(
          "%s: expected %s of keys and values, found %s".formatted(where, what, document));
    }
    var keys = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> keys.put(String.valueOf(key), value));
    return keys;
  }
}
