package dev.isolator.server;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `isolator serve`: runs the server until it is told to stop.
@Command(
    name = "serve",
    header = "Serve the web page and the REST interface.",
    description = {
      "",
      "Open the address that is printed. Ctrl-C stops it in good order: songs under way are begun"
          + " again at the next start.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    subcommands = {
      KeyCommands.MakeKey.class,
      KeyCommands.Keys.class,
      KeyCommands.RevokeKey.class,
      ExportFeedbackCommand.class
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    ServerSettings settings = options.settings(System.getenv());
    LogFormat.install(settings.log());
    Files.createDirectories(settings.persistence().data());
    IsolatorServer server = start(settings);
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await(); // the JVM goes on ending when this returns
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
    spec.commandLine().getOut().println(server.address());
    spec.commandLine().getOut().flush();
    stop.await();
    try {
      server.close();
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK.number();
  }

  private static IsolatorServer start(ServerSettings settings)
      throws CommandException, IOException {
    try {
      return IsolatorServer.start(settings);
    } catch (ConfigException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (io.javalin.util.JavalinBindException e) {
      throw new CommandException(
          ExitCode.UNWRITABLE,
          "%s:%d: cannot be listened on, something else does; choose another with --port"
              .formatted(settings.listening().host(), settings.listening().port()),
          e);
    }
  }
}
