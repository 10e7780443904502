/// The REST interface, as `openapi.yaml` describes it, and the page.
///
/// Every request passes [Guard] (host, origin, rate, key), then one of the classes whose name ends
/// in `Routes`. Whatever goes wrong is told as a [Problem].
@NullMarked
package dev.isolator.server.api;

import org.jspecify.annotations.NullMarked;
