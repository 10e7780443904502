package dev.isolator.spark.work;

import com.google.gson.JsonObject;
import dev.isolator.dataset.examples.ExamplePlan;
import dev.isolator.dataset.examples.ExampleShard;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.file.Sha256;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/// Shards of training examples, `examples-00003-of-00017.parquet`: the bytes of `isolator dataset
/// examples`. The manifest and its sounds must be at the same place on every executor, such as a
/// mounted disk.
///
/// @param manifest the manifest's file
/// @param manifestHash its SHA-256
/// @param split see [ExamplePlan.Settings], as are all others
public record ExampleWork(
    String manifest,
    String manifestHash,
    Split split,
    int variants,
    int shardExamples,
    long limit,
    long seed)
    implements Work {
  /// The work for a manifest.
  public static ExampleWork of(Path manifest, ExamplePlan.Settings settings) throws IOException {
    return new ExampleWork(
        manifest.toAbsolutePath().toString(),
        Sha256.of(manifest),
        settings.split(),
        settings.variants(),
        settings.shardExamples(),
        settings.limit(),
        settings.seed());
  }

  /// The shards of a plan, which all take as long but for the last.
  public List<WorkItem> items() throws IOException {
    ExamplePlan plan = plan();
    var items = new ArrayList<WorkItem>();
    for (int number = 0; number < plan.shards(); number++) {
      String name = new ExampleShard(plan, number).fileName();
      items.add(new WorkItem(name, number, 0, 1, "", ""));
    }
    return items;
  }

  private ExamplePlan plan() throws IOException {
    Manifest read = ManifestFile.read(Path.of(manifest));
    return ExamplePlan.of(
        read, new ExamplePlan.Settings(split, variants, shardExamples, limit, seed));
  }

  @Override
  public String name() {
    return "examples";
  }

  @Override
  public String folder(String key) {
    return "";
  }

  @Override
  public String marker(String key) {
    return "_done/" + key;
  }

  @Override
  public Prepared prepare(WorkItem item, Path scratch, Configuration configuration) {
    String settings =
        "split %s, variants %d, shard %d, limit %d, seed %d"
            .formatted(split, variants, shardExamples, limit, seed);
    String key = ResultKeys.of("examples", manifestHash, settings, item.uri());
    int number = Math.toIntExact(item.bytes());
    return new PreparedSong(key, "", (out, _) -> write(number, out));
  }

  private JsonObject write(int number, Path out) throws IOException {
    long examples = new ExampleShard(plan(), number).write(out);
    var detail = new JsonObject();
    detail.addProperty("examples", examples);
    var facts = new JsonObject();
    facts.add("detail", detail);
    return facts;
  }
}
