package dev.isolator.server.api;

import com.google.gson.JsonObject;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/// Makes, shows and revokes a job's link for people without a key. Who came by a link cannot share.
final class ShareRoutes {
  private final Services services;
  private final JobAccess access;

  ShareRoutes(Services services) {
    this.services = services;
    this.access = new JobAccess(services.jobs().store());
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/jobs/{id}/share", this::get);
    routes.add(HandlerType.POST, "/api/v1/jobs/{id}/share", this::make);
    routes.add(HandlerType.DELETE, "/api/v1/jobs/{id}/share", this::revoke);
  }

  private void get(Context ctx) throws Problem {
    var created = services.shares().created(access.job(ctx).id());
    var answer = new JsonObject();
    answer.addProperty("shared", created.isPresent());
    created.ifPresent(time -> answer.addProperty("createdAt", JobJson.time(time)));
    JsonResponse.send(ctx, answer);
  }

  private void make(Context ctx) throws Problem {
    var answer = new JsonObject();
    answer.addProperty("token", services.shares().make(access.doneJob(ctx).id()));
    ctx.status(201);
    JsonResponse.send(ctx, answer);
  }

  private void revoke(Context ctx) throws Problem {
    if (!services.shares().revoke(access.job(ctx).id())) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }
}
