package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.Counted;
import dev.isolator.audio.StemFileEncoder;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the stems of one song into files, block by block.
///
/// | array | shape                            | unit |
/// |-------|----------------------------------|------|
/// | stems | `[stems][channels][≥ frames]`    | amplitude, full scale ±1.0, may go over |
/// | mix   | `[channels][≥ frames]`           | amplitude, the song as decoded, sum of the stems |
///
/// What holds for the files:
/// - they appear all at once in [#finish()], or not at all;
/// - integers are dithered ([TpdfDither]); where the song's own depth is no finer than the files'
///   and no gain was needed, the files of all stems sum to the song bit for bit;
/// - if a stem went over full scale, [ClipPolicy] says what happens; one gain counts for all stems,
///   those that are not kept included, so that `keep` changes no bit of what is kept;
/// - the same stems, input and options give the same bytes, however they are cut into blocks;
/// - a stem file is one file with all stems and the mix, joined from temporary wav files at the
///   end.
///
/// One thread at a time; [#close()] may come from any, and waits for the block that is being
/// written. Memory is constant in the song's length.
public final class Rendering implements AutoCloseable {
  /// The most frames that are worked on at a time.
  static final int BLOCK_FRAMES = 4096;

  /// What the file is called that holds all stems.
  private static final String ALL_STEMS = "stems";

  private final StemWriter.Job job;
  private final RenderOptions options;
  private final List<String> stems;
  private final FileSet files;
  private final List<Path> skipped;

  /// `[stem]`: its file, or null where it is not kept or skipped.
  private final @Nullable StemWriter[] stemWriters;

  private final List<RemixWriter> remixWriters = new ArrayList<>();
  private final double[] peaks;
  private final StemQuantiser quantiser;
  private final double[][][] steps;
  private long frames;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  /// A remix's file.
  ///
  /// @param weights `[stem]`: linear gain − 1, what is added to the song
  /// @param dither `[channel]`; none where the song's own samples are whole steps and stay so
  @SuppressWarnings("ArrayRecordComponent") // used as a table, compared by nobody
  private record RemixWriter(
      StemWriter writer, double[] weights, TpdfDither[] dither, float[][] sum, double[][] steps) {}

  private Rendering(
      StemWriter.Job job, RenderOptions options, List<String> stems, List<Path> skipped) {
    this.job = job;
    this.options = options;
    this.stems = stems;
    this.files = job.files();
    this.skipped = skipped;
    int channels = job.input().layout().count();
    stemWriters = new StemWriter[stems.size()];
    peaks = new double[stems.size()];
    boolean exact = isExact(job);
    quantiser =
        new StemQuantiser(
            stems.size(),
            channels,
            job.format().depth().bits(),
            exact,
            job.clip(),
            job.ditherSeed());
    steps = new double[job.integers() ? stems.size() : 0][channels][BLOCK_FRAMES];
  }

  /// Whether the song's own samples are whole steps of the files' depth.
  private static boolean isExact(StemWriter.Job job) {
    return job.integers()
        && !job.input().lossy()
        && job.input().depth().isInteger()
        && job.input().depth().bits() <= job.format().depth().bits();
  }

  /// The files that would be written, stems first, then remixes.
  ///
  /// @throws IllegalArgumentException if options name a stem that is not there, or two files would
  ///   have one name
  public static List<Path> files(
      Path directory, String song, List<String> stems, RenderOptions options)
      throws AudioException {
    return List.copyOf(targets(directory, song, stems, options).values());
  }

  /// Whether all files are there, so that with [OverwritePolicy#SKIP] nothing is to be done.
  public static boolean isComplete(
      Path directory, String song, List<String> stems, RenderOptions options)
      throws AudioException {
    return files(directory, song, stems, options).stream().allMatch(Files::isRegularFile);
  }

  /// Makes ready to write: checks the names and which files exist, and creates temporary files.
  ///
  /// @param directory the folder that the pattern's names are below; made if missing
  /// @param song what `{song}` stands for (see [SongNames])
  /// @param stems the names of all stems, in the order of [#write]'s first axis; the last is the
  ///   remainder
  /// @param input what the song was
  /// @param tags the song's tags, which the stems carry on
  /// @throws IllegalArgumentException if options name a stem that is not there, or two files would
  ///   have one name
  public static Rendering open(
      Path directory,
      String song,
      List<String> stems,
      AudioInfo input,
      Tags tags,
      RenderOptions options)
      throws AudioException {
    var targets = targets(directory, song, stems, options);
    var skipped = new ArrayList<Path>();
    for (var target : targets.values()) {
      if (checked(target, input, options.overwrite())) {
        skipped.add(target);
      }
    }
    var files = new FileSet();
    var job =
        new StemWriter.Job(
            files,
            input,
            song,
            tags,
            options.formatFor(input),
            options.clip(),
            options.ditherSeed());
    var rendering = new Rendering(job, options, List.copyOf(stems), skipped);
    boolean open = false;
    try {
      rendering.openWriters(targets);
      open = true;
      return rendering;
    } finally {
      if (!open) {
        rendering.close();
      }
    }
  }

  /// File names by stem or remix, in order.
  private static Map<String, Path> targets(
      Path directory, String song, List<String> stems, RenderOptions options)
      throws AudioException {
    for (var stem : options.keep()) {
      if (!stems.contains(stem)) {
        throw new IllegalArgumentException(
            "keep names the stem %s, but the stems are %s"
                .formatted(stem, String.join(", ", stems)));
      }
    }
    if (options.container().holdsAllStems()) {
      return Map.of(ALL_STEMS, stemFile(directory, song, stems, options));
    }
    var names = new ArrayList<String>();
    for (var stem : stems) {
      if (options.keep().isEmpty() || options.keep().contains(stem)) {
        names.add(stem);
      }
    }
    for (var remix : options.remixes()) {
      remix.check(stems);
      names.add(remix.name());
    }
    var targets = new LinkedHashMap<String, Path>();
    var taken = new HashSet<String>();
    for (var name : names) {
      var below = FileNames.fill(options.namePattern(), song, name);
      if (!taken.add(below.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "two files would be called %s; give the remix another name".formatted(below));
      }
      targets.put(name, FileSet.resolve(directory, below + "." + options.container().extension()));
    }
    return targets;
  }

  private static Path stemFile(
      Path directory, String song, List<String> stems, RenderOptions options)
      throws AudioException {
    if (stems.size() > StemFileEncoder.STEMS) {
      throw new IllegalArgumentException(
          "a stem file holds %d stems, found %d (%s); choose another format"
              .formatted(StemFileEncoder.STEMS, stems.size(), String.join(", ", stems)));
    }
    var pattern = options.namePattern();
    var below =
        FileNames.fill(
            pattern.equals(RenderOptions.DEFAULT_PATTERN) ? "{song}" : pattern, song, ALL_STEMS);
    return FileSet.resolve(directory, below + "." + options.container().extension());
  }

  /// Whether a file is to be left as it is.
  private static boolean checked(Path target, AudioInfo input, OverwritePolicy overwrite)
      throws AudioException {
    if (!Files.exists(target)) {
      return false;
    }
    if (Files.isDirectory(target)) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          target.toString(),
          "cannot be written: expected a file, found a folder of that name; choose another output"
              + " folder");
    }
    if (isSame(input.name(), target)) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          target.toString(),
          "is the song itself; choose another output folder");
    }
    return switch (overwrite) {
      case REFUSE -> throw FileSet.exists(target);
      case OVERWRITE -> false;
      case SKIP -> true;
    };
  }

  private static boolean isSame(String name, Path target) throws AudioException {
    try {
      var song = Path.of(name);
      return Files.exists(song) && Files.isSameFile(song, target);
    } catch (InvalidPathException e) {
      return false; // a pipe or a name that callers made up
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
  }

  private void openWriters(Map<String, Path> targets) throws AudioException {
    int channels = job.input().layout().count();
    var stemFile = targets.get(ALL_STEMS);
    if (job.format().container().holdsAllStems() && stemFile != null) {
      if (!skipped.contains(stemFile)) {
        openParts(stemFile);
      }
      return;
    }
    for (int s = 0; s < stems.size(); s++) {
      var target = targets.get(stems.get(s));
      if (target != null && !skipped.contains(target)) {
        stemWriters[s] = new StemWriter(job, stems.get(s), s, false, target);
      }
    }
    int number = stems.size();
    for (var remix : options.remixes()) {
      var target = targets.get(remix.name());
      if (target == null || skipped.contains(target)) {
        continue;
      }
      var weights = new double[stems.size()];
      for (int s = 0; s < weights.length; s++) {
        weights[s] = Math.pow(10, remix.gainsDb().getOrDefault(stems.get(s), 0.0) / 20) - 1;
      }
      var writer = new StemWriter(job, remix.name(), number, true, target);
      remixWriters.add(remixWriter(writer, weights, dither(number, channels)));
      number++;
    }
  }

  /// The parts of a stem file: the stems, and the mix, which is the remix that adds nothing to the
  /// song, and has the stems' gain.
  private void openParts(Path target) throws AudioException {
    int mix = stems.size();
    for (int s = 0; s < mix; s++) {
      stemWriters[s] = new StemWriter(job, stems.get(s), s, false, target);
    }
    var writer = new StemWriter(job, "mix", mix, false, target);
    var dither = isExact(job) ? new TpdfDither[0] : dither(mix, job.input().layout().count());
    remixWriters.add(remixWriter(writer, new double[mix], dither));
  }

  private TpdfDither[] dither(int number, int channels) {
    var dither = new TpdfDither[channels];
    for (int c = 0; c < channels; c++) {
      dither[c] = new TpdfDither(job.ditherSeed(), number, c, 0);
    }
    return dither;
  }

  private RemixWriter remixWriter(StemWriter writer, double[] weights, TpdfDither[] dither) {
    int channels = job.input().layout().count();
    return new RemixWriter(
        writer,
        weights,
        dither,
        new float[channels][BLOCK_FRAMES],
        new double[channels][BLOCK_FRAMES]);
  }

  /// Leaves the files to the caller when the program is told to end (Ctrl-C, SIGTERM): a recording
  /// is then finished, in a shutdown hook of the caller's, and not removed.
  public void finishedByCallerAtExit() {
    files.leaveToOwner();
  }

  /// Appends frames.
  ///
  /// @param stems `[stems][channels][≥ frames]`, full scale ±1.0, may go over; sums to `mix`
  /// @param mix `[channels][≥ frames]`, the song as decoded
  public synchronized void write(float[][][] stems, float[][] mix, int frames)
      throws AudioException {
    checkOpen();
    checkShape(stems, mix);
    for (int from = 0; from < frames; from += BLOCK_FRAMES) {
      int count = Math.min(BLOCK_FRAMES, frames - from);
      writeStems(stems, mix, from, count);
      for (var remix : remixWriters) {
        writeRemix(remix, stems, mix, from, count);
      }
      this.frames += count;
    }
  }

  private void writeStems(float[][][] stems, float[][] mix, int from, int count)
      throws AudioException {
    for (int s = 0; s < peaks.length; s++) {
      peaks[s] = Math.max(peaks[s], loudest(this.stems.get(s), stems[s], from, count));
    }
    if (job.integers()) {
      quantiser.quantise(stems, mix, from, count, frames, steps);
    }
    for (int s = 0; s < stemWriters.length; s++) {
      var writer = stemWriters[s];
      if (writer != null && job.integers()) {
        writer.writeSteps(steps[s], count, frames);
      } else if (writer != null) {
        writer.writeAmplitudes(stems[s], from, count);
      }
    }
  }

  private void writeRemix(RemixWriter remix, float[][][] stems, float[][] mix, int from, int count)
      throws AudioException {
    double full = job.integers() ? job.fullScale() : 1;
    for (int c = 0; c < mix.length; c++) {
      for (int n = 0; n < count; n++) {
        double sum = mix[c][from + n];
        for (int s = 0; s < stems.length; s++) {
          sum += remix.weights()[s] * stems[s][c][from + n];
        }
        remix.sum()[c][n] = (float) sum;
        if (job.integers()) {
          double noise = remix.dither().length == 0 ? 0 : remix.dither()[c].at(frames + n);
          double step = sum == 0 ? 0 : Math.rint(sum * full + noise);
          remix.steps()[c][n] = Math.abs(sum) <= 1 ? Math.clamp(step, -full, full - 1) : step;
        }
      }
    }
    remix.writer().notePeak(loudest(remix.writer().name(), remix.sum(), 0, count));
    if (job.integers()) {
      remix.writer().writeSteps(remix.steps(), count, frames);
    } else {
      remix.writer().writeAmplitudes(remix.sum(), 0, count);
    }
  }

  /// The loudest sample; refuses what is not finite.
  private double loudest(String name, float[][] channels, int from, int count) {
    float peak = 0;
    for (var channel : channels) {
      for (int n = from; n < from + count; n++) {
        float x = Math.abs(channel[n]);
        if (!(x <= peak)) {
          if (!(x <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "stem %s must be finite, was %s at frame %d"
                    .formatted(name, channel[n], frames + n - from));
          }
          peak = x;
        }
      }
    }
    return peak;
  }

  /// Completes all files, turns them down where they need it, and lets them appear at once.
  public synchronized RenderResult finish() throws AudioException {
    checkOpen();
    double peak = quantiser.remainderPeak();
    for (double loudest : peaks) {
      peak = Math.max(peak, loudest);
    }
    for (var remix : remixWriters) {
      if (!remix.writer().isRemix()) { // the mix of a stem file
        peak = Math.max(peak, remix.writer().peak());
      }
    }
    double gain = job.gainFor(peak);
    var notes = new LinkedHashSet<String>();
    if (gain != 1) {
      notes.add(
          String.format(
              Locale.ROOT,
              "all stems turned down by %.2f dB, so that none goes over full scale",
              -StemWriter.decibels(gain)));
    }
    var written = new ArrayList<RenderedFile>();
    var moves = new LinkedHashMap<Path, Path>();
    long clipped = 0;
    for (var writer : writers()) {
      double own = writer.isRemix() ? job.gainFor(writer.peak()) : gain;
      var file = writer.finish(own, frames);
      if (writer.isRemix() && own != 1) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s turned down by %.2f dB, so that it does not go over full scale",
                file.stem(),
                -file.gainDb()));
      }
      written.add(file);
      notes.addAll(writer.notes());
      clipped += writer.clippedSamples();
      moves.put(writer.temporary(), writer.target());
    }
    if (job.format().container().holdsAllStems() && !written.isEmpty()) {
      joinParts(written, moves, notes);
    }
    if (clipped > 0) {
      notes.add(
          clipped == 1
              ? "1 sample went over full scale and was cut off"
              : "%d samples went over full scale and were cut off".formatted(clipped));
    }
    var left = files.commit(moves, options.overwrite());
    written.removeIf(file -> left.contains(file.path()));
    skipped.addAll(left);
    state = State.FINISHED;
    return new RenderResult(
        written, skipped, frames, StemWriter.decibels(gain), clipped, List.copyOf(notes));
  }

  /// Makes one file of the parts of a stem file.
  ///
  /// @param written the parts; then the file
  /// @param moves the parts' temporary files to their target; then the file's
  private void joinParts(List<RenderedFile> written, Map<Path, Path> moves, Set<String> notes)
      throws AudioException {
    var target = written.getFirst().path();
    var parts = List.copyOf(moves.keySet());
    var temporary = files.temporary(target);
    notes.addAll(StemContainer.write(job, temporary, target, stems, parts));
    double peak = Double.NEGATIVE_INFINITY;
    for (var part : written) {
      peak = Math.max(peak, part.peakDbfs());
    }
    var file =
        new RenderedFile(ALL_STEMS, false, target, frames, peak, written.getFirst().gainDb());
    written.clear();
    written.add(file);
    moves.clear();
    moves.put(temporary, target);
  }

  private List<StemWriter> writers() {
    var all = new ArrayList<StemWriter>();
    for (int s = 0; s < stemWriters.length; s++) {
      var writer = stemWriters[s];
      if (writer != null) {
        writer.notePeak(peaks[s]);
        all.add(writer);
      }
    }
    remixWriters.forEach(remix -> all.add(remix.writer()));
    return all;
  }

  /// Before [#finish()]: removes everything, as if nothing had been written. After it: nothing.
  @Override
  public synchronized void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      writers().forEach(StemWriter::close);
      files.close();
    }
  }

  private void checkOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the rendering of this song is over");
    }
  }

  private void checkShape(float[][][] stems, float[][] mix) {
    int channels = job.input().layout().count();
    boolean fits = stems.length == this.stems.size() && mix.length == channels;
    for (var stem : stems) {
      fits &= stem.length == channels;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "there must be %s of %s, and a mix of as many"
              .formatted(Counted.of(this.stems.size(), "stem"), Counted.of(channels, "channel")));
    }
  }
}
