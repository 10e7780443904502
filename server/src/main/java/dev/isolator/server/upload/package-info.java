/// Resumable uploads of large songs: the server's side of tus 1.0.
///
/// Supported extensions of tus: creation, expiration, termination. When the connection breaks
/// during a chunk, the bytes that arrived are kept, and the client asks (`HEAD`) for the offset to
/// go on at. Source: https://tus.io/protocols/resumable-upload.
@NullMarked
package dev.isolator.server.upload;

import org.jspecify.annotations.NullMarked;
