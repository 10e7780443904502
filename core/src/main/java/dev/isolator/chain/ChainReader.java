package dev.isolator.chain;

import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads chains from YAML:
///
/// ```yaml
/// description: phases that go with the magnitudes
/// stages:
///   - conditioning: {dc-block: true, high-pass: 50}
///   - similarity              # a step without settings, or with its defaults
///   - phase: {iterations: 5}
///   - voice-activity: {enabled: false}
/// ```
///
/// Files come from outside: a step or a key that is not known is refused, and every refusal names
/// the file.
final class ChainReader {
  static final int MOST_CHARACTERS = 65_536;

  private final String where;

  private ChainReader(String where) {
    this.where = where;
  }

  static Chain read(String name, String where, String yaml) throws ModelException {
    var reader = new ChainReader(where);
    if (yaml.length() > MOST_CHARACTERS) {
      throw reader.wrong(
          "a chain of at most %d characters".formatted(MOST_CHARACTERS),
          String.valueOf(yaml.length()));
    }
    try {
      return reader.chain(
          name, new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(yaml));
    } catch (YamlEngineException e) {
      String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw reader.wrong("YAML", found);
    } catch (StackOverflowError e) { // lists in lists in lists, thousands deep
      throw reader.wrong("a chain", "YAML nested too deeply");
    }
  }

  private Chain chain(String name, @Nullable Object document) throws ModelException {
    if (!(document instanceof Map<?, ?> map)) {
      throw wrong("a list named stages", String.valueOf(document));
    }
    for (Object key : map.keySet()) {
      if (!Set.of("description", "stages").contains(key)) {
        throw wrong("the keys description and stages", String.valueOf(key));
      }
    }
    if (!(map.get("stages") instanceof List<?> list)) {
      throw wrong("a list named stages", String.valueOf(map.get("stages")));
    }
    var stages = new ArrayList<Stage>();
    var off = EnumSet.noneOf(Stage.Kind.class);
    for (Object entry : list) {
      read(entry, stages, off);
    }
    Object description = map.get("description");
    try {
      return new Chain(name, description == null ? "" : description.toString(), stages, off);
    } catch (IllegalArgumentException e) {
      throw new ModelException(where + ": " + e.getMessage(), e);
    }
  }

  private void read(@Nullable Object entry, List<Stage> stages, Set<Stage.Kind> off)
      throws ModelException {
    String word = String.valueOf(entry);
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    if (entry instanceof Map<?, ?> map) {
      if (map.size() != 1) {
        throw wrong("one step in each entry of stages", String.valueOf(map));
      }
      word = String.valueOf(map.keySet().iterator().next());
      Object settings = map.values().iterator().next();
      if (settings instanceof Map<?, ?> values) {
        values.forEach((key, value) -> keys.put(String.valueOf(key), value));
      } else if (settings != null) {
        throw wrong("keys and values for " + word, String.valueOf(settings));
      }
    }
    Stage.Kind kind;
    try {
      kind = Stage.Kind.of(word);
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s: %s; see docs/chain.md".formatted(where, e.getMessage()), e);
    }
    var settings = new StageSettings(where, kind.word(), keys);
    boolean enabled = settings.flag("enabled", true);
    Stage stage;
    try {
      stage = StageReader.stage(kind, settings);
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s: %s: %s".formatted(where, kind.word(), e.getMessage()), e);
    }
    settings.nothingLeft();
    if (enabled) {
      stages.add(stage);
    } else {
      off.add(kind);
    }
  }

  private ModelException wrong(String expected, String found) {
    return new ModelException(
        "%s: expected %s, found %s; see docs/chain.md".formatted(where, expected, found));
  }
}
