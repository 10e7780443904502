/// Large songs in pieces: the server's side of tus 1.0, whose clients browsers have.
///
/// Of tus: creation, expiration, termination. A piece that breaks off is kept as far as it came,
/// and the client asks (`HEAD`) where to go on. Source: https://tus.io/protocols/resumable-upload.
@NullMarked
package dev.isolator.server.upload;

import org.jspecify.annotations.NullMarked;
