/// The processes that touch users' songs: what they are told, what they answer, and who watches
/// them.
///
/// A [WorkerProcess] is one [Order] long. It is told on standard input and answers on standard
/// output, a line of JSON each; when standard input ends, because the server died, it ends too. The
/// server watches its time and memory from outside, so nothing that a song does to it harms more
/// than its own job.
@NullMarked
package dev.isolator.server.worker;

import org.jspecify.annotations.NullMarked;
