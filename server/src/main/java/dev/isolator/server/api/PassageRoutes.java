package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelException;
import dev.isolator.server.feedback.FeedbackContent;
import dev.isolator.server.learning.Decision;
import dev.isolator.server.learning.LearningAliases;
import dev.isolator.server.learning.Passage;
import dev.isolator.server.learning.PassageAudio;
import dev.isolator.server.learning.PassageStore;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Passages for curators: the queue, their sound without saying which model it is of, and
/// decisions.
final class PassageRoutes {
  private static final Pattern FILE = Pattern.compile("(a|b|mix)[.](vocals|music|song)[.]wav");
  private static final Set<String> FIELDS =
      Set.of("verdict", "preferred", "reasons", "regions", "comment");
  private static final int MOST_REGIONS = 50;
  private static final int BUSY_SECONDS = 30;

  private final Services services;
  private final Models models;
  private final SlowClients slow;
  private final Curators curators;
  private final PassageStore passages;
  private final LearningAliases aliases;

  PassageRoutes(Services services, Models models, SlowClients slow) {
    this.services = services;
    this.models = models;
    this.slow = slow;
    this.curators = new Curators(services.keys());
    this.passages = services.learning().cycle().parts().passages();
    this.aliases = services.learning().cycle().parts().aliases();
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/learning/passages", curators.only(this::queue));
    routes.get("/api/v1/learning/passages/{passage}", curators.only(this::one));
    routes.get("/api/v1/learning/passages/{passage}/audio/{file}", curators.only(this::audio));
    routes.add(
        HandlerType.PUT,
        "/api/v1/learning/passages/{passage}/decision",
        curators.only(this::decide));
    routes.add(
        HandlerType.DELETE,
        "/api/v1/learning/passages/{passage}/decision",
        curators.only(this::undecide));
    routes.get("/api/v1/learning/decisions", curators.only(this::decisions));
  }

  private static int limit(Context ctx) throws Problem {
    return RequestReader.wholeNumber(ctx, "limit", 1, 200, 50);
  }

  private static int offset(Context ctx) throws Problem {
    return RequestReader.wholeNumber(ctx, "offset", 0, 100_000, 0);
  }

  private void queue(Context ctx) throws Problem {
    var list = new JsonArray();
    for (Passage passage : passages.queue(limit(ctx), offset(ctx))) {
      list.add(LearningJson.passage(passage, Optional.empty()));
    }
    var json = new JsonObject();
    json.addProperty("total", passages.undecided());
    json.add("passages", list);
    JsonResponse.send(ctx, json);
  }

  private Passage passage(Context ctx) throws Problem {
    return passages.find(ctx.pathParam("passage")).orElseThrow(Problem::notFound);
  }

  private void one(Context ctx) throws Problem {
    Passage passage = passage(ctx);
    JsonResponse.send(ctx, LearningJson.passage(passage, passages.decision(passage.id())));
  }

  /// Whether a is the candidate: by chance, but always the same for one curator, passage and pair.
  private boolean swapped(Context ctx, Passage passage, Target candidate) {
    String text =
        String.join(
            "\n",
            services.learning().blindingSecret(),
            RequestFilter.caller(ctx).owner(),
            passage.id(),
            candidate.sha256());
    return Integer.parseInt(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 2), 16)
        >= 128;
  }

  private void audio(Context ctx) throws Exception {
    Passage passage = passage(ctx);
    Matcher file = FILE.matcher(ctx.pathParam("file"));
    if (!file.matches() || file.group(1).equals("mix") != file.group(2).equals("song")) {
      throw Problem.notFound();
    }
    Target candidate = aliases.candidate().orElse(null);
    String name = "mix";
    if (!file.group(1).equals("mix")) {
      boolean first = file.group(1).equals("a");
      if (candidate == null && !first) {
        throw Problem.of(
            ProblemKind.NO_CANDIDATE,
            "There is no candidate, so there is nothing to compare with.");
      }
      boolean isCandidate = candidate != null && first == swapped(ctx, passage, candidate);
      name = (isCandidate ? "candidate-" : "live-") + file.group(2);
    }
    try {
      var key = services.learning().audio().file(passage, models.inUse(), candidate, name);
      // The key says which model it is, so it is no tag here.
      byte[] sound;
      try (var in = services.storage().read(key, 0)) {
        sound = in.readAllBytes();
      }
      try (var _ = slow.taking(ctx)) {
        ctx.contentType("audio/wav").result(sound);
      }
    } catch (PassageAudio.BusyException e) {
      throw Problem.later(ProblemKind.BUSY, String.valueOf(e.getMessage()), BUSY_SECONDS);
    }
  }

  private void decide(Context ctx) throws Problem, IOException, ModelException {
    Passage passage = passage(ctx);
    passages.decide(
        passage.id(), curators.who(ctx), decision(ctx, passage, RequestReader.jsonObject(ctx)));
    JsonResponse.send(ctx, LearningJson.decision(passages.decision(passage.id()).orElseThrow()));
  }

  private Decision decision(Context ctx, Passage passage, JsonObject json)
      throws Problem, ModelException {
    for (String field : json.keySet()) {
      if (!FIELDS.contains(field)) {
        throw Problem.invalid(field, "is no field of a decision");
      }
    }
    String verdict = oneOf(json, "verdict", Decision.VERDICTS);
    if (verdict == null) {
      throw Problem.invalid("verdict", "must be approve, reject or unsure");
    }
    String preferred = oneOf(json, "preferred", Decision.PREFERENCES);
    Target candidate = aliases.candidate().orElse(null);
    String live = models.inUse().model();
    String a = null;
    String b = null;
    String model = null;
    if (candidate != null) {
      boolean swapped = swapped(ctx, passage, candidate);
      a = swapped ? candidate.model() : live;
      b = swapped ? live : candidate.model();
      if (preferred != null && !preferred.equals("neither")) {
        model = preferred.equals("a") == swapped ? "candidate" : "live";
      }
    }
    List<FeedbackContent.Region> regions =
        json.has("regions")
            ? FeedbackRoutes.regions(json.get("regions"), Double.MAX_VALUE, MOST_REGIONS)
            : List.of();
    return new Decision(
        verdict,
        preferred,
        model,
        reasons(json.get("reasons")),
        regions,
        FeedbackRoutes.comment(json.get("comment")),
        a,
        b);
  }

  private static @Nullable String oneOf(JsonObject json, String field, List<String> allowed)
      throws Problem {
    JsonElement value = json.get(field);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    String text = value.isJsonPrimitive() ? value.getAsString() : "";
    if (!allowed.contains(text)) {
      throw Problem.invalid(field, "must be one of " + String.join(", ", allowed));
    }
    return text;
  }

  private static List<String> reasons(@Nullable JsonElement json) throws Problem {
    var reasons = new ArrayList<String>();
    if (json == null || json.isJsonNull()) {
      return reasons;
    }
    if (json.isJsonArray() && json.getAsJsonArray().size() <= Decision.REASONS.size()) {
      for (JsonElement item : json.getAsJsonArray()) {
        String text = item.isJsonPrimitive() ? item.getAsString() : "";
        if (Decision.REASONS.contains(text) && !reasons.contains(text)) {
          reasons.add(text);
        }
      }
      if (reasons.size() == json.getAsJsonArray().size()) {
        return reasons;
      }
    }
    throw Problem.invalid(
        "reasons", "must be a list of some of " + String.join(", ", Decision.REASONS));
  }

  private void undecide(Context ctx) throws Problem {
    if (!passages.undecide(passage(ctx).id(), curators.who(ctx))) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  private void decisions(Context ctx) throws Problem {
    var list = new JsonArray();
    passages
        .decisions(limit(ctx), offset(ctx))
        .forEach(stored -> list.add(LearningJson.decision(stored)));
    var json = new JsonObject();
    json.addProperty("total", passages.decided());
    json.add("decisions", list);
    JsonResponse.send(ctx, json);
  }
}
