package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CoverPictureTest {

  @Test
  void kindAndSizeAreThePicturesOwn() {
    for (var cover : new Tags.Cover[] {Pictures.png(), Pictures.jpeg()}) {
      var picture = CoverPicture.of(new Tags.Cover("image/gif", cover.bytes()));

      assertNotNull(picture);
      assertEquals(cover.mimeType(), picture.mimeType());
      assertEquals(31, picture.width());
      assertEquals(17, picture.height());
    }
  }

  @Test
  void everyCutPictureIsLookedIntoWithoutHarm() {
    for (var cover : new Tags.Cover[] {Pictures.png(), Pictures.jpeg()}) {
      for (int length = 0; length < cover.bytes().length; length++) {
        var cut = new Tags.Cover("image/png", Arrays.copyOf(cover.bytes(), length));
        var picture = CoverPicture.of(cut); // a picture if the size was in what is left
        assertEquals(31, picture == null ? 31 : picture.width());
      }
    }
    assertNull(CoverPicture.of(new Tags.Cover("image/jpeg", new byte[100])));
  }

  /// RFC 9639, section 8.8.
  @Test
  void pictureBlockIsAsFlacHasIt() {
    var picture = CoverPicture.of(Pictures.png());
    assertNotNull(picture);

    var block = ByteBuffer.wrap(Base64.getDecoder().decode(picture.pictureBlock()));

    assertEquals(3, block.getInt(), "front cover");
    var mime = new byte[block.getInt()];
    block.get(mime);
    assertEquals("image/png", new String(mime, java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals(0, block.getInt(), "no description");
    assertEquals(31, block.getInt());
    assertEquals(17, block.getInt());
    assertEquals(24, block.getInt(), "bits a pixel");
    assertEquals(0, block.getInt(), "no palette");
    assertEquals(block.remaining() - 4, block.getInt(block.position()));
  }
}
