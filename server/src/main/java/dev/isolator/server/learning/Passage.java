package dev.isolator.server.learning;

/// A passage of a song with consent, for curators to judge.
///
/// @param songSha256 of the song's bytes
/// @param startSeconds into the song
/// @param endSeconds into the song
/// @param disagreementDb how far two estimates are apart; higher = more
/// @param voiced share of the time in which somebody sings, 0 to 1
/// @param weight 1, and 1 for everybody who missed a voice in it
public record Passage(
    String id,
    String songSha256,
    double startSeconds,
    double endSeconds,
    double disagreementDb,
    double voiced,
    int weight) {}
