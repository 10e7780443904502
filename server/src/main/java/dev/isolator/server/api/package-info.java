/// The HTTP interface, as `openapi.yaml` describes it, and the page.
///
/// Every request passes [RequestFilter] (host, origin, rate, key), then one of the classes whose
/// name ends in `Routes`. A request that is refused gets a [Problem].
@NullMarked
package dev.isolator.server.api;

import org.jspecify.annotations.NullMarked;
