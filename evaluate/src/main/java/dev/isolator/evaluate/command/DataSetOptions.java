package dev.isolator.evaluate.command;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.songs.DataSet;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// How the data set that a command takes is laid out, and which of its songs count: a mixin of
/// commands.
public final class DataSetOptions {
  @Option(
      names = "--layout",
      paramLabel = "KIND",
      description =
          "How DATASET is laid out: auto, musdb18, folders, mir_1k, manifest. Default: auto")
  private DataSet.Layout layout = DataSet.Layout.AUTO;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "Which songs: train, test, all, or a manifest's split. Default: test; of a manifest: evaluation")
  private String split = "";

  /// Opens a data set.
  public DataSet open(Path dataSet) throws AudioException {
    return DataSet.open(dataSet, layout, split);
  }

  /// Which songs; empty = the layout's default.
  public String split() {
    return split;
  }
}
