package dev.isolator.learn.data;

/// A segment of a song, and how far its estimated stems can be trusted.
///
/// @param number from 0, in the song
/// @param start seconds into the song
/// @param end seconds into the song
/// @param agreementDb how alike the stems of the song and of the song with its channels swapped
///   are: 10 log₁₀ of a stem's energy over that of the difference, the mean of vocals and music;
///   NaN where both channels are the same, which makes the comparison empty
/// @param voiced share of the time in which somebody sings, by the voice timeline, 0 to 1
/// @param vocalDb energy of the vocals relative to the song's, in dB
/// @param levelDb of the song in dBFS rms
record SongSegment(
    int number,
    double start,
    double end,
    double agreementDb,
    double voiced,
    double vocalDb,
    double levelDb) {
  FeedbackSong.Part part() {
    return new FeedbackSong.Part(start, end);
  }
}
