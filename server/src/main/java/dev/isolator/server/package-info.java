/// The server: an HTTP interface to jobs that survive restarts, worker processes that separate the
/// songs, and the page.
///
/// The stages of a song:
///
/// | stage | package | what happens |
/// |---|---|---|
/// | check | [dev.isolator.server.security] | host, origin, rate and key are checked |
/// | upload | [dev.isolator.server.api], [dev.isolator.server.upload] | bytes arrive, in one request or in chunks |
/// | queue | [dev.isolator.server.job] | a row in the database, within quotas; an earlier result is reused |
/// | separate | [dev.isolator.server.worker] | a process of its own, with limits |
/// | store | [dev.isolator.server.storage] | all stems of a song appear at once, by a rename |
/// | fetch | [dev.isolator.server.api] | stems, archive, waveforms, events |
/// | feedback | [dev.isolator.server.feedback] | what listeners say, as data for later training |
///
/// ```java
/// try (var server = IsolatorServer.start(settings)) {
///   System.out.println(server.address()); // http://127.0.0.1:8080
/// }
/// ```
@NullMarked
package dev.isolator.server;

import org.jspecify.annotations.NullMarked;
