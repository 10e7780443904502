package dev.isolator.dataset.pair;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// An [Alignment] as one line of JSON. Numbers are rounded to the precision of the measurements:
/// nanoseconds, thousandths of a ppm, hundredths of a decibel.
public final class PairJson {
  private PairJson() {}

  /// One object with the alignment's values. `segments` holds `{"start", "end", "offset"}` in
  /// seconds, `bells` the peaking filters as `{"hertz", "decibels", "quality"}`.
  public static JsonObject of(Alignment a) {
    var json = new JsonObject();
    json.addProperty("verdict", a.verdict().toString());
    json.addProperty("offsetSeconds", rounded(a.clock().offsetSeconds(), 1e9));
    json.addProperty("driftPpm", rounded(a.clock().driftPpm(), 1e3));
    json.addProperty("gainDb", rounded(a.response().gainDb(), 1e3));
    json.addProperty("levelDb", rounded(a.response().levelDb(), 1e3));
    var bells = new JsonArray();
    for (PeakingFilter filter : a.response().peakingFilters()) {
      var one = new JsonObject();
      one.addProperty("hertz", rounded(filter.hertz(), 10));
      one.addProperty("decibels", rounded(filter.decibels(), 1e2));
      one.addProperty("quality", rounded(filter.quality(), 1e2));
      bells.add(one);
    }
    json.add("bells", bells);
    json.addProperty("polarity", a.response().polarity());
    var segments = new JsonArray();
    for (MixSegment s : a.segments()) {
      var one = new JsonObject();
      one.addProperty("start", rounded(s.startSeconds(), 1e6));
      one.addProperty("end", rounded(s.endSeconds(), 1e6));
      one.addProperty("offset", rounded(s.offsetSeconds(), 1e9));
      segments.add(one);
    }
    json.add("segments", segments);
    json.addProperty("nullingDb", rounded(a.quality().nullingDb(), 1e2));
    json.addProperty("nullingFrom", a.quality().nullingFrom());
    var coherence = new JsonArray();
    a.quality().coherence().forEach(c -> coherence.add(rounded(c, 1e4)));
    json.add("coherence", coherence);
    json.addProperty("agreement", rounded(a.quality().agreement(), 1e4));
    json.addProperty("wanderSamples", rounded(a.quality().wanderSamples(), 1e4));
    json.addProperty("coverage", rounded(a.quality().coverage(), 1e4));
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
