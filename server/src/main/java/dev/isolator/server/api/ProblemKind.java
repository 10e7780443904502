package dev.isolator.server.api;

/// The kinds of refusals, as `openapi.yaml` names them.
enum ProblemKind {
  INVALID_REQUEST(400, "The request is wrong"),
  KEY_NEEDED(401, "A key is needed"),
  KEY_UNKNOWN(401, "This key is not known"),
  TICKET_INVALID(401, "This ticket is not good"),
  CROSS_SITE(403, "Requests from other sites are refused"),
  HOST_NOT_ALLOWED(403, "This server does not go by that name"),
  NOT_CURATOR(403, "This key may not curate"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "This cannot be done here"),
  NOT_DONE(409, "The job is not done"),
  NOT_ENDED(409, "The job has not ended"),
  UPLOAD_INCOMPLETE(409, "The upload is not complete"),
  OFFSET_MISMATCH(409, "The upload is somewhere else"),
  INPUT_GONE(409, "The song is not there any more"),
  NOT_PASSED(409, "The model has not passed the gate"),
  OUTDATED(409, "Another model is in use by now"),
  NO_PREVIOUS(409, "There is nothing to go back to"),
  NO_CANDIDATE(409, "There is no candidate"),
  RUN_UNDER_WAY(409, "A run is under way"),
  RUN_ENDED(409, "The run has ended"),
  LEARNING_OFF(409, "This server does not learn"),
  NO_CONSENT(409, "There is no consent"),
  TUS_VERSION(412, "Another version of tus"),
  TOO_LARGE(413, "Too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of another kind"),
  RANGE_NOT_SATISFIABLE(416, "The range lies outside the file"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
  RATE_LIMITED(429, "Too many requests"),
  QUEUE_FULL(429, "Too many songs are waiting"),
  QUOTA_EXCEEDED(429, "No room for more of your songs"),
  INTERNAL(500, "Internal error"),
  BUSY(503, "The server is busy"),
  SHUTTING_DOWN(503, "The server is shutting down"),
  STORAGE_FULL(507, "The server's storage is full");

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /// The URN by which programs know it.
  String type() {
    return "urn:isolator:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
