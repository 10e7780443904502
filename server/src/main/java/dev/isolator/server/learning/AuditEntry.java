package dev.isolator.server.learning;

import com.google.gson.JsonObject;

/// One thing that happened in the learning loop.
///
/// @param number from 1, without gaps
/// @param happened in milliseconds since 1970
/// @param kind `data`, `run`, `gate`, `candidate`, `promotion`, `rollback` or `revocation`
/// @param event what it is, so that it is noted once
/// @param previous SHA-256 of the entry before; empty in the first
/// @param sha256 of this entry
public record AuditEntry(
    long number,
    long happened,
    String who,
    String kind,
    String event,
    JsonObject details,
    String previous,
    String sha256) {}
