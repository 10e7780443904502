package dev.isolator.audio;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Covers for tests: an orange square.
final class Pictures {
  private Pictures() {}

  static Tags.Cover png() {
    return cover("png");
  }

  static Tags.Cover jpeg() {
    return cover("jpeg");
  }

  private static Tags.Cover cover(String kind) {
    var image = new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 31; x++) {
        image.setRGB(x, y, 0xFF8000);
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, kind, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tags.Cover("image/" + kind, bytes.toByteArray());
  }
}
