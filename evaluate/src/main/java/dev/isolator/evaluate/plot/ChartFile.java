package dev.isolator.evaluate.plot;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.file.AtomicFile;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/// Charts as files, PNG or SVG by the file's ending; written whole or not at all.
public final class ChartFile {
  static {
    PngWriter.register();
    ImageIO.setUseCache(false); // a picture needs no file of its own
  }

  private ChartFile() {}

  /// Writes a chart.
  ///
  /// @param width in pixels, 64 to 16384
  /// @param height in pixels, 64 to 16384
  /// @throws AudioException if the ending is another one, or the file cannot be written
  public static void write(JFreeChart chart, Path file, int width, int height)
      throws AudioException {
    check(file, width, height);
    try {
      AtomicFile.write(
          file,
          isSvg(file)
              ? svg(chart, width, height).getBytes(StandardCharsets.UTF_8)
              : png(chart.createBufferedImage(width, height)));
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNWRITABLE,
          file.toString(),
          "cannot be written (%s); check the disk, or choose another -o".formatted(e),
          e);
    }
  }

  /// Refuses what [#write] would refuse, before the work is done.
  ///
  /// @throws IllegalArgumentException if a size is out of range
  /// @throws AudioException if the file's ending is another one
  public static void check(Path file, int width, int height) throws AudioException {
    checkSize("width", width);
    checkSize("height", height);
    if (!isSvg(file) && !name(file).endsWith(".png")) {
      throw new AudioException(
          Kind.UNWRITABLE,
          file.toString(),
          "expected a picture's name that ends in .png or .svg; choose one with -o");
    }
  }

  private static boolean isSvg(Path file) {
    return name(file).endsWith(".svg");
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static void checkSize(String what, int pixels) {
    if (pixels < 64 || pixels > 16_384) {
      throw new IllegalArgumentException(
          "%s must be from 64 to 16384 pixels, was %d".formatted(what, pixels));
    }
  }

  /// A picture as the bytes of a PNG file.
  public static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String svg(JFreeChart chart, int width, int height) throws IOException {
    var graphics = new SVGGraphics2D(emptySvg());
    graphics.setSVGCanvasSize(new Dimension(width, height));
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    var text = new StringWriter();
    graphics.stream(text, true);
    return text.toString();
  }

  private static Document emptySvg() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java has an XML parser", e);
    }
  }
}
