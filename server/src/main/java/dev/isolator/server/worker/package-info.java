/// Worker processes, which read and separate users' songs: their commands, their messages, and
/// their supervision.
///
/// A [WorkerProcess] carries out one [WorkerCommand], which it reads from standard input, and
/// writes [WorkerMessage]s to standard output, each a line of JSON. When standard input ends,
/// because the server died, the process ends too. The server limits the process's time and memory
/// from outside, so that a hostile song can only harm its own job.
@NullMarked
package dev.isolator.server.worker;

import org.jspecify.annotations.NullMarked;
