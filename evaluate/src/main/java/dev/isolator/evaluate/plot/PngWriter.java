package dev.isolator.evaluate.plot;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.apache.batik.ext.awt.image.spi.ImageWriter;
import org.apache.batik.ext.awt.image.spi.ImageWriterParams;
import org.apache.batik.ext.awt.image.spi.ImageWriterRegistry;
import org.jspecify.annotations.Nullable;

/// Writes PNG images for Batik, which embeds them in SVG. Batik's own writer needs three more
/// modules.
final class PngWriter implements ImageWriter {
  private PngWriter() {}

  static void register() {
    ImageWriterRegistry.getInstance().register(new PngWriter());
  }

  @Override
  public void writeImage(RenderedImage image, OutputStream out) throws IOException {
    ImageIO.write(image, "png", out);
  }

  /// The parameters are a resolution and a compression that PNG has no use for here.
  @Override
  public void writeImage(RenderedImage image, OutputStream out, @Nullable ImageWriterParams params)
      throws IOException {
    writeImage(image, out);
  }

  @Override
  public String getMIMEType() {
    return "image/png";
  }
}
