package dev.isolator.audio;

import java.util.List;

/// A song that is another one with something changed; what is not changed is the other's.
abstract class ForwardingSource implements AudioSource {
  private final AudioSource song;

  /// @param song is closed with this source
  ForwardingSource(AudioSource song) {
    this.song = song;
  }

  @Override
  public AudioInfo info() {
    return song.info();
  }

  @Override
  public Tags tags() {
    return song.tags();
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    return song.read(block, frames);
  }

  @Override
  public long nonFiniteSamples() {
    return song.nonFiniteSamples();
  }

  @Override
  public List<String> notes() {
    return song.notes();
  }

  @Override
  public void close() {
    song.close();
  }
}
