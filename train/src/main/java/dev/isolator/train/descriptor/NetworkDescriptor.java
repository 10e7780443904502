package dev.isolator.train.descriptor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.family.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network as a JSON object, apart from its weights. It does not depend on the names of Java
/// types or on their order of components, so these may change while checkpoints stay readable.
///
/// | field | value |
/// |---|---|
/// | `schema`, `version` | `isolator-network`, 4 |
/// | `family` | as in the model card |
/// | `stems` | names, in order |
/// | `grid` | `sampleRate` in Hz, `fftLength` and `hopLength` in samples |
/// | `frontEnd` | `type` is `bands` (with `multiple` and, since version 2, where the network has one, `localLevel` with `before` and `after` in frames), `mono` or `cepstra` (with `quefrencies` and, since version 4, where the side signal is heard, `side`) |
/// | `head` | `type` is `bands`, `bins` (with `target`), `voice` or `voice-and-shares` |
/// | `frameMultiple` | frames come in multiples of this |
/// | `reach` | `back` and `ahead`, in frames |
/// | `network` | the outermost layer, see [LayerDescriptor] |
///
/// Whoever adds a field raises [#VERSION] and says here what files without it mean: without
/// `localLevel` the network sees songs as they are. Version 3 added two kinds of layers, which
/// files of older versions do not have. Without `side` the mid signal alone is heard.
public final class NetworkDescriptor {
  static final String SCHEMA = "isolator-network";
  static final int VERSION = 4;
  private static final Set<String> KNOWN = Set.of("1", "2", "3", "4");

  private final JsonObject json;
  private final boolean fromText;

  /// @param fromText whether it was read from the text that was kept before there were descriptors,
  ///   which says nothing of padding
  private NetworkDescriptor(JsonObject json, boolean fromText) {
    this.json = json;
    this.fromText = fromText;
  }

  /// The descriptor of a network.
  public static NetworkDescriptor of(Architecture a) {
    var json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("version", VERSION);
    json.addProperty("family", a.family());
    var stems = new JsonArray();
    a.stems().forEach(stems::add);
    json.add("stems", stems);
    var grid = new JsonObject();
    grid.addProperty("sampleRate", a.grid().sampleRate());
    grid.addProperty("fftLength", a.grid().fftLength());
    grid.addProperty("hopLength", a.grid().hopLength());
    json.add("grid", grid);
    json.add("frontEnd", frontEnd(a.front()));
    json.add("head", head(a.head()));
    json.addProperty("frameMultiple", a.frameMultiple());
    var reach = new JsonObject();
    reach.addProperty("back", a.reach().back());
    reach.addProperty("ahead", a.reach().ahead());
    json.add("reach", reach);
    json.add("network", LayerDescriptor.of(a.network()));
    return new NetworkDescriptor(json, false);
  }

  /// Takes a descriptor out of a file.
  ///
  /// @param file for messages
  /// @throws IOException if it is none, or of a version that is not known here
  public static NetworkDescriptor read(JsonElement json, Path file) throws IOException {
    if (!(json instanceof JsonObject object)
        || !SCHEMA.equals(LayerDescriptor.text(object.get("schema")))) {
      throw new IOException(
          "%s: expected a description of a network (schema %s), found none; use an older file"
              .formatted(file, SCHEMA));
    }
    String version = LayerDescriptor.text(object.get("version"));
    if (!KNOWN.contains(version)) {
      throw new IOException(
          "%s: expected a network's description of version %d or before, found version %s; use a newer Isolator"
              .formatted(file, VERSION, version));
    }
    object = object.deepCopy();
    object.addProperty("version", VERSION); // what older versions leave out, newer ones do too
    return new NetworkDescriptor(object, false);
  }

  /// Takes a descriptor out of the text that checkpoints kept before version 1, see [TextForm].
  ///
  /// @throws IllegalArgumentException if it is no such text
  public static NetworkDescriptor ofText(String text) {
    return new NetworkDescriptor(TextForm.parse(text), true);
  }

  /// The JSON object, to be written and not changed.
  ///
  /// @throws IllegalStateException if this was read from a text, which does not say everything;
  ///   write the descriptor of the architecture that it was compared with instead
  public JsonObject json() {
    if (fromText) {
      throw new IllegalStateException("a network known by its text alone cannot be written");
    }
    return json;
  }

  /// Channels that come out of a convolution of that name; 0 where there is none.
  public int channelsOut(String name) {
    return channelsOut(json.get("network"), name);
  }

  private static int channelsOut(@Nullable JsonElement layer, String name) {
    if (layer instanceof JsonObject object) {
      if (name.equals(LayerDescriptor.text(object.get("name"))) && object.has("out")) {
        return Integer.parseInt(LayerDescriptor.text(object.get("out")));
      }
      return Math.max(
          channelsOut(object.get("inner"), name), channelsOut(object.get("layers"), name));
    }
    if (layer instanceof JsonArray layers) {
      int found = 0;
      for (JsonElement inner : layers) {
        found = Math.max(found, channelsOut(inner, name));
      }
      return found;
    }
    return 0;
  }

  /// Whether both describe the same network.
  public boolean isOf(Architecture architecture) {
    return difference(of(architecture)) == null;
  }

  /// The first field in which another network differs; null if none does.
  public @Nullable Difference difference(NetworkDescriptor other) {
    return Difference.first("", json, other.json, fromText || other.fromText);
  }

  private static JsonObject frontEnd(FrontEnd front) {
    var json = new JsonObject();
    switch (front) {
      case FrontEnd.Bands(int multiple, var level) -> {
        json.addProperty("type", "bands");
        json.addProperty("multiple", multiple);
        if (level != null) {
          var frames = new JsonObject();
          frames.addProperty("before", level.before());
          frames.addProperty("after", level.after());
          json.add("localLevel", frames);
        }
      }
      case FrontEnd.Mono() -> json.addProperty("type", "mono");
      case FrontEnd.Cepstra(int quefrencies, boolean side) -> {
        json.addProperty("type", "cepstra");
        json.addProperty("quefrencies", quefrencies);
        if (side) {
          json.addProperty("side", true);
        }
      }
    }
    return json;
  }

  private static JsonObject head(Head head) {
    var json = new JsonObject();
    switch (head) {
      case Head.Bands() -> json.addProperty("type", "bands");
      case Head.Bins(var target) -> {
        json.addProperty("type", "bins");
        json.addProperty(
            "target",
            switch (target) {
              case MAGNITUDE -> "magnitude";
              case SOFT -> "soft";
              case BINARY -> "binary";
            });
      }
      case Head.Voice() -> json.addProperty("type", "voice");
      case Head.VoiceAndShares() -> json.addProperty("type", "voice-and-shares");
    }
    return json;
  }
}
