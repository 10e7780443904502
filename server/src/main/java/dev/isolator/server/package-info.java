/// The server: a REST interface over jobs that survive, worker processes that do the work, and the
/// page.
///
/// A song's way through it:
///
/// | stage | package | what happens |
/// |---|---|---|
/// | ask | [dev.isolator.server.security] | host, origin, rate and key are checked |
/// | upload | [dev.isolator.server.api], [dev.isolator.server.upload] | bytes arrive, in one request or in pieces |
/// | queue | [dev.isolator.server.job] | a row in the database, within quotas; an earlier result is reused |
/// | separate | [dev.isolator.server.worker] | a process of its own, with limits |
/// | keep | [dev.isolator.server.storage] | stems appear all at once, by a rename |
/// | hear | [dev.isolator.server.api] | stems, archive, waveforms, events |
/// | say | [dev.isolator.server.feedback] | what people heard, for the learning to come |
///
/// ```java
/// try (var server = IsolatorServer.start(settings)) {
///   System.out.println(server.address()); // http://127.0.0.1:8080
/// }
/// ```
@NullMarked
package dev.isolator.server;

import org.jspecify.annotations.NullMarked;
