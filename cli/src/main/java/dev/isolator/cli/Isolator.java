package dev.isolator.cli;

import dev.isolator.Quality;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Precision;
import dev.isolator.render.ClipPolicy;
import dev.isolator.render.Remix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `isolator`: finds the subcommand, runs it, and turns what it throws into one line
/// and an exit code.
///
/// Only the subcommand that the first argument names is created: picocli reads its annotations by
/// reflection, which takes time at every start. For `--help`, `completion` and the commands of
/// plug-ins, all are created.
@Command(
    name = "isolator",
    header = "Takes songs apart: the voice in one file, the music in another.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "isolator separate song.mp3 writes separated/song/vocals.wav and music.wav."},
    versionProvider = Version.class)
public final class Isolator implements Runnable {
  /// The section of the help that lists [UnbuiltCommands].
  private static final String UNBUILT_COMMANDS = "unbuiltCommands";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of what went wrong.")
  private boolean debug;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show version, commit and Java.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private Isolator() {}

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /// Runs one command line.
  ///
  /// @return the exit code, see [ExitCode]
  static int run(Console console, String... typed) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // "1.5 s" in every locale
    var args = FamiliarOptions.translated(typed);
    var isolator = new Isolator();
    var line = new CommandLine(isolator);
    addCommands(line, console, args);
    line.setOut(console.out()).setErr(console.err()); // reaches only the commands that are there
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // a song's name may begin with @
    line.registerConverter(int.class, Isolator::wholeNumber);
    line.registerConverter(Integer.class, Isolator::wholeNumber);
    line.registerConverter(Container.class, ChoiceConverter.constants(Container.class));
    line.registerConverter(SampleDepth.class, ChoiceConverter.depths());
    line.registerConverter(ClipPolicy.class, ChoiceConverter.constants(ClipPolicy.class));
    line.registerConverter(VoiceGating.class, ChoiceConverter.gatings());
    line.registerConverter(ActivityFormat.class, ChoiceConverter.constants(ActivityFormat.class));
    line.registerConverter(Accelerator.class, ChoiceConverter.constants(Accelerator.class));
    line.registerConverter(Precision.class, ChoiceConverter.constants(Precision.class));
    line.registerConverter(Quality.class, ChoiceConverter.constants(Quality.class));
    line.registerConverter(
        CompletionCommand.Shell.class, ChoiceConverter.constants(CompletionCommand.Shell.class));
    line.registerConverter(Remix.class, SeparateCommand::remix);
    line.setExecutionStrategy(
        parsed -> {
          refuseRepeatedOptions(parsed);
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setExecutionExceptionHandler(
        (e, _, _) -> ErrorMessages.print(e, console.err(), isolator.debug));
    line.setParameterExceptionHandler(ErrorMessages::printUsage);
    int code = execute(line, console, isolator, args);
    if (console.out().checkError() && code == ExitCode.OK.number()) {
      console.err().println("isolator: standard output: it was closed before all was written");
      return ExitCode.UNWRITABLE.number();
    }
    return code;
  }

  private static int execute(CommandLine line, Console console, Isolator isolator, String... args) {
    try {
      refuseUnknownCommand(line, args);
      return line.execute(args);
    } catch (ParameterException e) {
      return ErrorMessages.printUsage(e, args);
    } catch (Throwable e) { // picocli handles exceptions, and leaves errors to the JVM
      return ErrorMessages.print(e, console.err(), isolator.debug);
    }
  }

  /// picocli refuses an option that is given twice, but not one that stands in a group of a help
  /// text: there the last one would win without a word, as of `--mp3 --flac`.
  private static void refuseRepeatedOptions(ParseResult parsed) {
    for (var option : parsed.commandSpec().options()) {
      List<String> values = option.originalStringValues();
      if (!option.isMultiValue() && values.size() > 1) {
        boolean flag = option.arity().max() == 0;
        throw new ParameterException(
            parsed.commandSpec().commandLine(),
            "option '%s' should be specified only once%s"
                .formatted(
                    option.longestName(), flag ? "" : ", found " + String.join(" and ", values)));
      }
    }
    if (parsed.hasSubcommand()) {
      refuseRepeatedOptions(parsed.subcommand());
    }
  }

  /// picocli shows the help of what it knows where an unknown command is followed by `--help`.
  private static void refuseUnknownCommand(CommandLine line, String... args) {
    if (!List.of(args).contains("--help")) {
      return; // picocli refuses it by itself
    }
    var command = line;
    boolean value = false; // of the option before it
    for (var arg : args) {
      if (value) {
        value = false;
        continue;
      }
      var commands = command.getSubcommands();
      if (commands.isEmpty() || arg.equals("--")) {
        return;
      }
      if (arg.startsWith("-")) {
        var option = command.getCommandSpec().findOption(arg);
        value = option != null && option.arity().max() > 0;
        continue;
      }
      var next = commands.get(arg);
      if (next == null) {
        if (command.getCommandSpec().positionalParameters().isEmpty()) {
          throw new UnmatchedArgumentException(command, List.of(arg));
        }
        return;
      }
      command = next;
    }
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected a whole number, but was '%s'".formatted(text));
    }
  }

  private static Map<String, Supplier<Object>> builtIn(Console console) {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("separate", () -> new SeparateCommand(console));
    commands.put("activity", () -> new ActivityCommand(console));
    commands.put("models", ModelsCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  private static void addCommands(CommandLine line, Console console, String... args) {
    var builtIn = builtIn(console);
    var named = args.length == 0 ? null : builtIn.get(args[0]);
    if (named != null && !args[0].equals("completion")) {
      line.addSubcommand(named.get());
    } else {
      builtIn.values().forEach(command -> line.addSubcommand(command.get()));
      plugins(console).forEach(line::addSubcommand);
      line.addSubcommand(new HelpCommand());
      listUnbuiltCommands(line);
    }
    listExitCodes(line);
    for (var name : List.of("separate", "activity")) {
      var command = line.getSubcommands().get(name);
      if (command != null) {
        listExitCodes(command);
      }
    }
  }

  private static List<Object> plugins(Console console) {
    var commands = new ArrayList<>();
    try {
      ServiceLoader.load(CommandPlugin.class).forEach(plugin -> commands.addAll(plugin.commands()));
    } catch (ServiceConfigurationError e) {
      console.err().println("isolator: some commands are left out: " + e.getMessage());
    }
    return commands;
  }

  private static void listExitCodes(CommandLine line) {
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
  }

  private static void listUnbuiltCommands(CommandLine line) {
    var keys = new ArrayList<>(line.getHelpSectionKeys());
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_COMMAND_LIST) + 1, UNBUILT_COMMANDS);
    line.setHelpSectionKeys(keys);
    line.getHelpSectionMap().put(UNBUILT_COMMANDS, help -> unbuiltCommands(line, help));
  }

  /// The names of all commands below one, for suggestions.
  static Set<String> commands(CommandLine line) {
    var names = new TreeSet<>(line.getSubcommands().keySet());
    if (line.getParent() == null) {
      try {
        UnbuiltCommands.besides(names).forEach(command -> names.add(command.name()));
      } catch (CommandException _) {
        // the list is damaged, which --help says
      }
    }
    return names;
  }

  private static String unbuiltCommands(CommandLine line, CommandLine.Help help) {
    try {
      var later = UnbuiltCommands.besides(line.getSubcommands().keySet());
      if (later.isEmpty()) {
        return "";
      }
      var table = new LinkedHashMap<String, String>();
      later.forEach(command -> table.put(command.name(), command.summary()));
      return "%nCommands that are built when first used:%n".formatted()
          + help.createTextTable(table);
    } catch (CommandException e) {
      return "%nisolator: %s%n".formatted(e.getMessage());
    }
  }

  /// `isolator` alone.
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected a command, such as: isolator separate song.mp3");
  }
}
