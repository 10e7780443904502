package dev.isolator.server.learning;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.request.BitDepth;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.worker.ProgressMonitor;
import dev.isolator.server.worker.SongLimits;
import dev.isolator.server.worker.WorkerOutcome;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The sound of passages, by the model in use and by the candidate, each stem at the same loudness:
/// the louder one is turned down, so that nobody prefers a model for its level. It is made by
/// worker processes when it is first asked for, one passage at a time, and kept for a week.
public final class PassageAudio {
  private static final String PREFIX = "passages";
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int WAIT_SECONDS = 60;
  private static final int MOST_SECONDS = 30;

  private static final ProgressMonitor UNMONITORED =
      new ProgressMonitor() {
        @Override
        public void progressed(double share) {
          // it takes seconds: its progress is shown nowhere
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  private final Storage storage;
  private final FeedbackStore feedback;
  private final WorkerProcess worker;
  private final LearntModels models;
  private final SongLimits limits;
  private final ReentrantLock making = new ReentrantLock(true);

  /// @param limits of songs
  public PassageAudio(
      Storage storage,
      FeedbackStore feedback,
      WorkerProcess worker,
      LearntModels models,
      SongLimits limits) {
    this.storage = storage;
    this.feedback = feedback;
    this.worker = worker;
    this.models = models;
    this.limits = limits;
  }

  /// The passage cannot be made now.
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super("The server is busy making other passages; try again in a minute.");
    }
  }

  /// A file of a passage. Waits while it is being made.
  ///
  /// @param candidate missing = there is none
  /// @param name `live-vocals`, `live-music`, `candidate-vocals`, `candidate-music` or `mix`
  public StorageKey file(Passage passage, Target live, @Nullable Target candidate, String name)
      throws IOException, InterruptedException, BusyException {
    String pair =
        Sha256.of((live + " " + candidate).getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    StorageKey folder = StorageKey.of(PREFIX, passage.id() + "-" + pair);
    StorageKey wanted = folder.below(name + ".wav");
    if (storage.find(wanted).isPresent()) {
      return wanted;
    }
    if (!making.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new BusyException();
    }
    try {
      if (storage.find(wanted).isEmpty()) {
        make(passage, live, candidate, folder);
      }
    } finally {
      making.unlock();
    }
    return wanted;
  }

  private void make(Passage passage, Target live, @Nullable Target candidate, StorageKey folder)
      throws IOException, InterruptedException {
    Path scratch = storage.scratch("passage");
    try {
      Path out = Files.createDirectory(scratch.resolve("out"));
      Path first = separated(passage, live, scratch, "live");
      Files.copy(first.resolve("mix.wav"), out.resolve("mix.wav"));
      Path second = candidate == null ? null : separated(passage, candidate, scratch, "candidate");
      for (String stem : List.of("vocals", "music")) {
        levelled(first, second, stem, out);
      }
      storage.delete(folder);
      storage.publish(out, folder);
    } finally {
      storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  private Path separated(Passage passage, Target model, Path scratch, String name)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(scratch.resolve(name));
    double seconds = Math.min(MOST_SECONDS, passage.endSeconds() - passage.startSeconds());
    var request =
        new SeparationRequest(
            List.of(),
            models.location(model),
            StemFormat.WAV,
            BitDepth.S16,
            passage.startSeconds(),
            seconds);
    Path song = storage.local(feedback.audio(passage.songSha256()));
    var outcome = worker.separate(song, folder, request, limits, UNMONITORED);
    if (outcome instanceof WorkerOutcome.Failed failed) {
      throw new IOException("a passage could not be made: " + failed.reason());
    }
    return folder;
  }

  private static void levelled(Path live, @Nullable Path candidate, String stem, Path out)
      throws IOException {
    Sound one = read(live, stem);
    Sound two = candidate == null ? null : read(candidate, stem);
    double first = Loudness.of(one.samples(), one.rate());
    double second = two == null ? first : Loudness.of(two.samples(), two.rate());
    double level = Math.min(first, second);
    boolean audible = level > Double.NEGATIVE_INFINITY; // a silent one stays beside a loud one
    write(out.resolve("live-" + stem + ".wav"), one, audible ? level - first : 0);
    if (two != null) {
      write(out.resolve("candidate-" + stem + ".wav"), two, audible ? level - second : 0);
    }
  }

  /// @param samples `[channels][frames]`
  @SuppressWarnings("ArrayRecordComponent") // a carrier between two steps: never compared
  private record Sound(float[][] samples, int rate) {}

  /// A stem; of a model with more than two stems the music is the sum of all but the vocals.
  private static Sound read(Path folder, String stem) throws IOException {
    var names = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".wav") && !name.equals("mix.wav")) {
          boolean vocals = name.equals("vocals.wav");
          if (vocals == stem.equals("vocals")) {
            names.add(name);
          }
        }
      }
    }
    Sound sum = null;
    for (String name : names) {
      Sound sound = decoded(folder.resolve(name));
      if (sum == null) {
        sum = sound;
      } else {
        for (int c = 0; c < sum.samples().length; c++) {
          for (int i = 0; i < sum.samples()[c].length; i++) {
            sum.samples()[c][i] += sound.samples()[c][i];
          }
        }
      }
    }
    if (sum == null) {
      throw new IOException("a passage has no stem " + stem);
    }
    return sum;
  }

  private static Sound decoded(Path file) throws IOException {
    try (var decoder = Decoder.open(file)) {
      int channels = decoder.info().layout().count();
      var samples = new float[channels][0];
      var block = new float[channels][1 << 14];
      int frames = 0;
      for (int n; (n = decoder.read(block, 1 << 14)) > 0; frames += n) {
        for (int c = 0; c < channels; c++) {
          samples[c] = Arrays.copyOf(samples[c], frames + n);
          System.arraycopy(block[c], 0, samples[c], frames, n);
        }
      }
      return new Sound(samples, decoder.info().sampleRate());
    } catch (AudioException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void write(Path file, Sound sound, double gainDb) throws IOException {
    float gain = (float) Math.pow(10, gainDb / 20);
    int frames = sound.samples()[0].length;
    var scaled = new float[sound.samples().length][frames];
    for (int c = 0; c < scaled.length; c++) {
      for (int i = 0; i < frames; i++) {
        scaled[c][i] = gain * sound.samples()[c][i];
      }
    }
    var format = new OutputFormat(OutputFormat.Container.WAV, SampleDepth.S16, 0);
    try (var encoder =
        Encoder.create(
            file,
            file.toString(),
            format,
            sound.rate(),
            ChannelLayout.ofCount(scaled.length),
            Tags.NONE)) {
      encoder.write(scaled, frames);
      encoder.finish();
    }
  }

  /// Removes what is older than a week, and what was made of songs without consent.
  ///
  /// @param passages those that there are
  public void sweep(PassageStore passages) throws IOException {
    Instant oldest = Instant.now().minus(KEPT);
    for (StorageKey key : storage.list(PREFIX)) {
      String name = key.text().substring(PREFIX.length() + 1);
      boolean known = name.length() > 26 && passages.find(name.substring(0, 26)).isPresent();
      if (!known || storage.modified(key).isBefore(oldest)) {
        storage.delete(key);
      }
    }
  }
}
