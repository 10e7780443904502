package dev.isolator.train.descriptor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.isolator.train.layer.Layer;
import org.jspecify.annotations.Nullable;

/// A [Layer] as a JSON object: `type`, then its fields.
///
/// | `type` | fields |
/// |---|---|
/// | `convolution` | `name`, `in`, `out`, `bands` and `frames` (each `kernel`, `stride`, `before`, `after`), `activation` |
/// | `transposed-convolution` | `name`, `in`, `out`, `delay` |
/// | `frequency-transform` | `name`, `in`, `out`, `channels`, `activation` |
/// | `chain` | `layers` |
/// | `residual`, `skip` | `inner` |
/// | `multiplied-skip` | `inner`; since version 3 |
/// | `recurrence` | `name`, `channels`, `units`; since version 3 |
/// | `pool` | `bands`, `frames` |
/// | `leaky-relu` | `slope` |
/// | `dropout` | `probability` |
/// | `windows` | `frames`, `at`, `inner` |
/// | `scale` | `factor` |
/// | `advance` | `frames` |
/// | `exemplars` | `name`, `heads` (1 where it is missing), `embedding`, `count`, `pictures`, `bins`, `temperature` |
///
/// `activation` is `linear` or `batch-norm-relu`.
final class LayerDescriptor {
  private LayerDescriptor() {}

  /// Every record is taken apart, so that a component that is added to one does not compile until
  /// it is written here.
  static JsonObject of(Layer layer) {
    var json = new JsonObject();
    switch (layer) {
      case Layer.Convolution(var name, int in, int out, var bands, var frames, var activation) -> {
        named(json, "convolution", name, in, out);
        json.add("bands", axis(bands));
        json.add("frames", axis(frames));
        json.addProperty("activation", activation(activation));
      }
      case Layer.TransposedConvolution(var name, int in, int out, int delay) -> {
        named(json, "transposed-convolution", name, in, out);
        json.addProperty("delay", delay);
      }
      case Layer.FrequencyTransform(var name, int in, int out, int channels, var activation) -> {
        named(json, "frequency-transform", name, in, out);
        json.addProperty("channels", channels);
        json.addProperty("activation", activation(activation));
      }
      case Layer.Chain(var layers) -> {
        json.addProperty("type", "chain");
        var list = new JsonArray();
        layers.forEach(inner -> list.add(of(inner)));
        json.add("layers", list);
      }
      case Layer.Residual(var inner) -> {
        json.addProperty("type", "residual");
        json.add("inner", of(inner));
      }
      case Layer.Skip(var inner) -> {
        json.addProperty("type", "skip");
        json.add("inner", of(inner));
      }
      case Layer.MultipliedSkip(var inner) -> {
        json.addProperty("type", "multiplied-skip");
        json.add("inner", of(inner));
      }
      case Layer.Recurrence(var name, int channels, int units) -> {
        json.addProperty("type", "recurrence");
        json.addProperty("name", name);
        json.addProperty("channels", channels);
        json.addProperty("units", units);
      }
      case Layer.Pool(int bands, int frames) -> {
        json.addProperty("type", "pool");
        json.addProperty("bands", bands);
        json.addProperty("frames", frames);
      }
      case Layer.LeakyRelu(double slope) -> {
        json.addProperty("type", "leaky-relu");
        json.addProperty("slope", slope);
      }
      case Layer.Dropout(double probability) -> {
        json.addProperty("type", "dropout");
        json.addProperty("probability", probability);
      }
      case Layer.Windows(int frames, int at, var inner) -> {
        json.addProperty("type", "windows");
        json.addProperty("frames", frames);
        json.addProperty("at", at);
        json.add("inner", of(inner));
      }
      case Layer.Scale(double factor) -> {
        json.addProperty("type", "scale");
        json.addProperty("factor", factor);
      }
      case Layer.Advance(int frames) -> {
        json.addProperty("type", "advance");
        json.addProperty("frames", frames);
      }
      case Layer.Exemplars(
              var name,
              int heads,
              int embedding,
              int count,
              int pictures,
              int bins,
              double temperature) -> {
        json.addProperty("type", "exemplars");
        json.addProperty("name", name);
        if (heads > 1) {
          json.addProperty("heads", heads);
        }
        json.addProperty("embedding", embedding);
        json.addProperty("count", count);
        json.addProperty("pictures", pictures);
        json.addProperty("bins", bins);
        json.addProperty("temperature", temperature);
      }
    }
    return json;
  }

  private static void named(JsonObject json, String type, String name, int in, int out) {
    json.addProperty("type", type);
    json.addProperty("name", name);
    json.addProperty("in", in);
    json.addProperty("out", out);
  }

  private static JsonObject axis(Layer.Axis axis) {
    var json = new JsonObject();
    json.addProperty("kernel", axis.kernel());
    json.addProperty("stride", axis.stride());
    json.addProperty("before", axis.before());
    json.addProperty("after", axis.after());
    return json;
  }

  private static String activation(Layer.Activation activation) {
    return switch (activation) {
      case LINEAR -> "linear";
      case BATCH_NORM_RELU -> "batch-norm-relu";
    };
  }

  /// A text or number as text; empty for anything else.
  static String text(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
  }
}
