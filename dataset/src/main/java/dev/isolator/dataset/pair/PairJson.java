package dev.isolator.dataset.pair;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// An [Alignment] as one line of JSON. Numbers are rounded to where measurements end: nanoseconds,
/// a thousandth of a ppm, a hundredth of a decibel.
public final class PairJson {
  private PairJson() {}

  /// The alignment's fields, `segments` as `{"start", "end", "offset"}` in seconds.
  public static JsonObject of(Alignment a) {
    var json = new JsonObject();
    json.addProperty("verdict", a.verdict().toString());
    json.addProperty("offsetSeconds", rounded(a.offsetSeconds(), 1e9));
    json.addProperty("driftPpm", rounded(a.driftPpm(), 1e3));
    json.addProperty("gainDb", rounded(a.gainDb(), 1e3));
    json.addProperty("levelDb", rounded(a.levelDb(), 1e3));
    var bells = new JsonArray();
    for (Bell bell : a.bells()) {
      var one = new JsonObject();
      one.addProperty("hertz", rounded(bell.hertz(), 10));
      one.addProperty("decibels", rounded(bell.decibels(), 1e2));
      one.addProperty("quality", rounded(bell.quality(), 1e2));
      bells.add(one);
    }
    json.add("bells", bells);
    json.addProperty("polarity", a.polarity());
    var segments = new JsonArray();
    for (Segment s : a.segments()) {
      var one = new JsonObject();
      one.addProperty("start", rounded(s.startSeconds(), 1e6));
      one.addProperty("end", rounded(s.endSeconds(), 1e6));
      one.addProperty("offset", rounded(s.offsetSeconds(), 1e9));
      segments.add(one);
    }
    json.add("segments", segments);
    json.addProperty("nullingDb", rounded(a.nullingDb(), 1e2));
    json.addProperty("nullingFrom", a.nullingFrom());
    var coherence = new JsonArray();
    a.coherence().forEach(c -> coherence.add(rounded(c, 1e4)));
    json.add("coherence", coherence);
    json.addProperty("agreement", rounded(a.agreement(), 1e4));
    json.addProperty("wanderSamples", rounded(a.wanderSamples(), 1e4));
    json.addProperty("coverage", rounded(a.coverage(), 1e4));
    json.addProperty("filterTaps", a.filterTaps());
    var reasons = new JsonArray();
    a.reasons().forEach(reasons::add);
    json.add("reasons", reasons);
    return json;
  }

  private static double rounded(double value, double perUnit) {
    return Math.rint(value * perUnit) / perUnit + 0.0; // no −0
  }
}
