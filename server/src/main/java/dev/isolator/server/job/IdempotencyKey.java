package dev.isolator.server.job;

/// A key by which a client marks a request that it may send again.
///
/// Source: draft-ietf-httpapi-idempotency-key-header.
///
/// @param text the client's
/// @param requestSha256 of all that the request asks for, lower-case hex: the same key with another
///   request is refused
public record IdempotencyKey(String text, String requestSha256) {}
