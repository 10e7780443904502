package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/cli.md` says what the program does: its help texts, exit codes and JSON keys are those of
/// the program. After a change, this writes help texts and exit codes anew: `./mvnw test -pl cli
/// -am -Dtest=ManualTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Disolator.test.args=-Dmanual.write=true`
class ManualTest {
  private static final Path MANUAL = Path.of("../docs/cli.md");
  private static final Pattern HELP =
      Pattern.compile("```text\n\\$ isolator ([^\n]*)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODES =
      Pattern.compile("(\\| code \\|[^\n]*\n\\|[-|]*\n)((?:\\|[^\n]*\n)*)");

  @Test
  void helpTextsAndExitCodesAreThoseOfTheProgram() throws IOException {
    var manual = Files.readString(MANUAL);
    var renewed =
        replaced(
            HELP,
            manual,
            block ->
                "```text\n$ isolator %s\n%s```".formatted(block.group(1), help(block.group(1))));
    renewed = replaced(CODES, renewed, table -> table.group(1) + codes());

    if (Boolean.getBoolean("manual.write")) {
      Files.writeString(MANUAL, renewed);
    }
    assertEquals(renewed, Files.readString(MANUAL), "see this test's description");
  }

  @Test
  void everyCommandHasItsHelpInTheManual() throws IOException {
    var manual = Files.readString(MANUAL);
    var commands =
        Stream.of(
            "",
            "separate ",
            "activity ",
            "models ",
            "models list ",
            "models show ",
            "models verify ",
            "models add ",
            "doctor ",
            "completion ");

    assertEquals(
        List.of(),
        commands.filter(name -> !manual.contains("\n$ isolator " + name + "--help\n")).toList());
  }

  @Test
  void everyKeyOfTheJsonIsInTheManual() throws IOException {
    var manual = Files.readString(MANUAL);
    var keys =
        Stream.of(
                JsonLine.Head.class,
                JsonLine.Failure.class,
                SongJson.Input.class,
                SongJson.Outcome.class,
                SongJson.StemJson.class,
                ActivityJson.Input.class,
                ActivityJson.Activity.class,
                ActivityJson.SpanJson.class,
                ModelJson.class)
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .map(RecordComponent::getName);

    assertEquals(List.of(), keys.filter(key -> !manual.contains("`" + key + "`")).toList());
  }

  private static String help(String words) {
    return Run.isolator((Object[]) words.split(" ")).out();
  }

  private static String codes() {
    var rows = new StringBuilder();
    for (var code : ExitCode.values()) {
      var kind =
          code == ExitCode.OK || code == ExitCode.USAGE
              ? ""
              : "`" + code.name().toLowerCase(Locale.ROOT) + "`";
      rows.append(
          "| %d | %s | %s |\n"
              .formatted(code.number(), kind, ExitCode.table().get("" + code.number())));
    }
    return rows.toString();
  }

  private static String replaced(Pattern pattern, String text, Function<Matcher, String> renewed) {
    var result = new StringBuilder();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(result, Matcher.quoteReplacement(renewed.apply(matcher)));
    }
    return matcher.appendTail(result).toString();
  }
}
