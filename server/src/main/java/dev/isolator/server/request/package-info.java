/// What a caller wants of a song: [SeparationRequest], the same record from the HTTP interface
/// through the database to the worker process, with one JSON form.
///
/// ```java
/// var request =
///     new SeparationRequest(List.of("vocals"), "", StemFormat.FLAC, BitDepth.S24, 60, 30.0);
/// String json = new Gson().toJson(request);
/// // {"keep":["vocals"],"model":"","format":"flac","bits":"24","start":60.0,"duration":30.0}
/// ```
@NullMarked
package dev.isolator.server.request;

import org.jspecify.annotations.NullMarked;
