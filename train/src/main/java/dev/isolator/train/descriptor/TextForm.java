package dev.isolator.train.descriptor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text by which files of the first format (`ISOTRAIN1`) name their network: what Java
/// printed of the records that described it then. The text is frozen: no record prints it any more.
///
/// ```
/// network = Type[field=value, …] | [value, …] | word | number
///         | NAME: convolution K×K stride S×S, IN → OUT, FINISH
/// ```
///
/// K and S are along bands × frames. Padding is not in the text; but the frames that the network
/// sees (`lookBack`, `lookAhead`) are, and padding along time follows from them.
final class TextForm {
  private static final Pattern CONVOLUTION =
      Pattern.compile(
          "([^\\[\\],=: ]+): convolution (\\d{1,6})×(\\d{1,6}) stride (\\d{1,6})×(\\d{1,6}), (\\d{1,6}) → (\\d{1,6}), (LINEAR|NORM_RELU)");
  private static final Pattern RECORD = Pattern.compile("([A-Za-z]+)\\[");
  private static final Pattern FIELD = Pattern.compile("([A-Za-z]+)=");
  private static final Pattern WORD = Pattern.compile("[^\\[\\],=]+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,20})?(E-?\\d{1,3})?");

  /// What is called differently in a descriptor.
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("Bands", "bands"),
          Map.entry("Mono", "mono"),
          Map.entry("Cepstra", "cepstra"),
          Map.entry("Bins", "bins"),
          Map.entry("Voice", "voice"),
          Map.entry("VoiceAndShares", "voice-and-shares"),
          Map.entry("Chain", "chain"),
          Map.entry("Residual", "residual"),
          Map.entry("Skip", "skip"),
          Map.entry("Expansion", "transposed-convolution"),
          Map.entry("AcrossBands", "frequency-transform"),
          Map.entry("Pool", "pool"),
          Map.entry("Leaky", "leaky-relu"),
          Map.entry("Dropout", "dropout"),
          Map.entry("Windows", "windows"),
          Map.entry("Scaled", "scale"),
          Map.entry("Exemplars", "exemplars"),
          Map.entry("Architecture", "architecture"));

  private static final Map<String, String> WORDS =
      Map.of(
          "LINEAR", "linear",
          "NORM_RELU", "batch-norm-relu",
          "MAGNITUDE", "magnitude",
          "SOFT", "soft",
          "BINARY", "binary");

  /// The networks written in this form are nested some 30 deep.
  private static final int DEEPEST = 256;

  private final String text;
  private int at;

  private TextForm(String text) {
    this.text = text;
  }

  /// The text as a descriptor, which lacks padding.
  ///
  /// @throws IllegalArgumentException if it is no such text
  static JsonObject parse(String text) {
    var form = new TextForm(text);
    if (!(form.value(0) instanceof JsonObject flat) || form.at != text.length()) {
      throw new IllegalArgumentException("no text of a network");
    }
    var json = new JsonObject();
    json.addProperty("schema", NetworkDescriptor.SCHEMA);
    json.addProperty("version", NetworkDescriptor.VERSION);
    json.add("family", flat.get("family"));
    json.add("stems", flat.get("stems"));
    json.add("grid", some(flat, "sampleRate", "fftLength", "hopLength"));
    if (flat.has("bandMultiple")) {
      var front = type("bands");
      front.add("multiple", flat.get("bandMultiple"));
      json.add("frontEnd", front);
      json.add("head", type("bands"));
    } else {
      json.add("frontEnd", flat.get("front"));
      json.add("head", flat.get("head"));
    }
    json.add("frameMultiple", flat.get("frameMultiple"));
    var reach = new JsonObject();
    reach.add("back", flat.get("lookBack"));
    reach.add("ahead", flat.get("lookAhead"));
    json.add("reach", reach);
    json.add("network", flat.get("network"));
    return json;
  }

  private static JsonObject some(JsonObject from, String... keys) {
    var json = new JsonObject();
    for (String key : keys) {
      json.add(key, from.get(key));
    }
    return json;
  }

  private static JsonObject type(String type) {
    var json = new JsonObject();
    json.addProperty("type", type);
    return json;
  }

  private JsonElement value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("a network nested deeper than " + DEEPEST);
    }
    if (text.startsWith("[", at)) {
      at++;
      return list(depth);
    }
    Matcher matcher = CONVOLUTION.matcher(text).region(at, text.length());
    if (matcher.lookingAt()) {
      at = matcher.end();
      return convolution(matcher);
    }
    if (matcher.usePattern(RECORD).lookingAt()) {
      at = matcher.end();
      return fields(matcher.group(1), depth);
    }
    String word = next(WORD);
    if (NUMBER.matcher(word).matches()) {
      return new JsonPrimitive(new BigDecimal(word));
    }
    return new JsonPrimitive(WORDS.getOrDefault(word, word));
  }

  private JsonArray list(int depth) {
    var list = new JsonArray();
    while (!skip("]")) {
      list.add(value(depth + 1));
      skip(", ");
    }
    return list;
  }

  private JsonObject fields(String record, int depth) {
    String type = TYPES.get(record);
    if (type == null) {
      throw new IllegalArgumentException("no layer is called " + record);
    }
    var json = type(type);
    while (!skip("]")) {
      String name = next(FIELD);
      String key = name.substring(0, name.length() - 1);
      json.add(key.equals("finish") ? "activation" : key, value(depth + 1));
      skip(", ");
    }
    return json;
  }

  private static JsonObject convolution(Matcher c) {
    var json = type("convolution");
    json.addProperty("name", c.group(1));
    json.addProperty("in", Integer.parseInt(c.group(6)));
    json.addProperty("out", Integer.parseInt(c.group(7)));
    json.add("bands", axis(c.group(2), c.group(4)));
    json.add("frames", axis(c.group(3), c.group(5)));
    json.addProperty("activation", WORDS.get(c.group(8)));
    return json;
  }

  private static JsonObject axis(String kernel, String stride) {
    var json = new JsonObject();
    json.addProperty("kernel", Integer.parseInt(kernel));
    json.addProperty("stride", Integer.parseInt(stride));
    return json;
  }

  private String next(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new IllegalArgumentException("no text of a network, at " + at);
    }
    at = matcher.end();
    return matcher.group();
  }

  private boolean skip(String expected) {
    boolean there = text.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }
}
