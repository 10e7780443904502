package dev.isolator.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Whether a model is what its card says.
final class ModelCheck {
  /// Softmax in single precision, summed over up to 16 stems.
  private static final double SUM_TOLERANCE = 1e-4;

  private ModelCheck() {}

  /// Hash, shapes, and masks that are shares: one run on a made-up chunk.
  static void check(ModelCatalogue.Entry entry) throws ModelException {
    if (entry.onnx() == null) {
      return; // a method without a file has nothing that could differ
    }
    String expected = entry.card().sha256();
    String found = sha256(entry);
    if (!expected.isEmpty() && !expected.equals(found)) {
      throw new ModelException(
          "%s: expected SHA-256 %s, found %s; it was damaged or changed, get it again"
              .formatted(entry.location(), expected, found));
    }
    try (var model = MaskModel.open(entry, 1, Accelerator.CPU)) {
      FloatBuffer spectrum = model.spectrum();
      for (int i = 0; i < spectrum.capacity(); i++) {
        spectrum.put(i, (float) Math.sin(0.37 * i) * 10);
      }
      model.run();
      checkMasks(entry, model.mask(), entry.card().stems().size());
      checkVoice(entry, model.voice());
    }
  }

  private static void checkMasks(ModelCatalogue.Entry entry, FloatBuffer mask, int stems)
      throws ModelException {
    int each = mask.capacity() / stems;
    for (int i = 0; i < each; i++) {
      double sum = 0;
      for (int stem = 0; stem < stems; stem++) {
        float share = mask.get(stem * each + i);
        if (!(share >= -SUM_TOLERANCE && share <= 1 + SUM_TOLERANCE)) {
          throw new ModelException(
              "%s: expected masks from 0 to 1, found %s; it does not keep the contract"
                  .formatted(entry.location(), share));
        }
        sum += share;
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new ModelException(
            "%s: expected masks that sum to 1 over stems, found %s; it does not keep the contract"
                .formatted(entry.location(), sum));
      }
    }
  }

  private static void checkVoice(ModelCatalogue.Entry entry, @Nullable FloatBuffer voice)
      throws ModelException {
    for (int t = 0; voice != null && t < voice.capacity(); t++) {
      if (!(voice.get(t) >= -SUM_TOLERANCE && voice.get(t) <= 1 + SUM_TOLERANCE)) {
        throw new ModelException(
            "%s: expected the voice's probability from 0 to 1, found %s; it does not keep the contract"
                .formatted(entry.location(), voice.get(t)));
      }
    }
  }

  static String sha256(ModelCatalogue.Entry entry) throws ModelException {
    var onnx = entry.onnx();
    if (onnx == null) {
      return "";
    }
    try (InputStream in = onnx.openStream()) {
      return sha256(in);
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(entry.location(), e), e);
    }
  }

  static String sha256(Path file) throws ModelException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
    }
  }

  private static String sha256(InputStream in) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
