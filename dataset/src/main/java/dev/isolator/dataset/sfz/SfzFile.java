package dev.isolator.dataset.sfz;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The regions of an SFZ file that sound when a key is struck.
///
/// | read | what of it |
/// |---|---|
/// | headers | `<control>` (`default_path`, `note_offset`, `set_ccN`), `<global>`, `<master>`, `<group>`, `<region>`; others are passed over |
/// | directives | `#define $NAME text`, `#include "file"` |
/// | conditions | `trigger`, `locc` and `hicc` against `set_ccN`, `sw_last` against `sw_default`: see [SfzRegion] |
/// | all other opcodes | kept as text |
///
/// Limits: 4 MiB of text in all, 64 files deep, 20 000 regions.
public final class SfzFile {
  private static final Pattern TOKEN =
      Pattern.compile("<([a-zA-Z]+)>|([a-zA-Z0-9_$]+)=|#include\\s+\"([^\"\\n]*)\"");
  private static final Pattern DEFINE = Pattern.compile("#define\\s+(\\$\\w+)\\s+(\\S+)");
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_DEPTH = 64;
  private static final int MOST_REGIONS = 20_000;
  private static final List<String> LEVELS = List.of("global", "master", "group", "region");

  private final String name;
  private final Texts texts;
  private final Map<String, String> defined = new HashMap<>();
  private final Map<Integer, Double> controllers = new HashMap<>();
  private final Map<String, Map<String, String>> levels = new HashMap<>();
  private final List<SfzRegion> regions = new ArrayList<>();
  private final Deque<String> open = new ArrayDeque<>();
  private String header = "";
  private String folder = "";
  private int offset;
  private int characters;

  private SfzFile(String name, Texts texts) {
    this.name = name;
    this.texts = texts;
  }

  /// Where texts are read from.
  public interface Texts {
    /// The text of a file.
    ///
    /// @param path relative to the folder of the SFZ file that is read first, with `/`
    /// @throws IOException if there is none
    String read(String path) throws IOException;
  }

  /// Reads a file.
  ///
  /// @param name its file name: what it is read by, and what messages say
  /// @return regions in the file's order, one at least
  /// @throws SfzException if it is none, or past the limits
  public static List<SfzRegion> read(String name, Texts texts) throws IOException {
    var file = new SfzFile(name, texts);
    file.include(name);
    file.endRegion();
    if (file.regions.isEmpty()) {
      throw new SfzException(
          name + ": expected regions that a key makes sound, found none; choose another program");
    }
    return List.copyOf(file.regions);
  }

  private void include(String path) throws IOException {
    if (open.size() >= MOST_DEPTH || open.contains(path)) {
      throw new SfzException("%s: %s includes itself; leave it out".formatted(name, path));
    }
    open.push(path);
    String text = texts.read(path);
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      throw new SfzException(
          "%s: expected at most %d characters in all, found more; choose another program"
              .formatted(name, MOST_CHARACTERS));
    }
    for (String line : text.split("\\R", -1)) {
      line(line.replaceFirst("//.*", ""));
    }
    open.pop();
  }

  private void line(String written) throws IOException {
    Matcher define = DEFINE.matcher(written);
    if (define.find()) {
      defined.put(define.group(1), define.group(2));
      return;
    }
    String line = written;
    for (String variable : longestFirst()) {
      line = line.replace(variable, defined.getOrDefault(variable, ""));
    }
    Matcher token = TOKEN.matcher(line);
    String opcode = "";
    int from = 0;
    while (token.find()) {
      take(opcode, line.substring(from, token.start()));
      opcode = "";
      from = token.end();
      if (token.group(1) != null) {
        header(token.group(1));
      } else if (token.group(2) != null) {
        opcode = token.group(2);
      } else {
        include(token.group(3).replace('\\', '/'));
      }
    }
    take(opcode, line.substring(from));
  }

  /// So that `$ATTACK` is not read as `$A` and a rest.
  private List<String> longestFirst() {
    return defined.keySet().stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  private void header(String next) throws SfzException {
    endRegion();
    header = next;
    int level = LEVELS.indexOf(next);
    if (level >= 0) {
      LEVELS.subList(level, LEVELS.size()).forEach(levels::remove);
    }
  }

  private void take(String opcode, String text) {
    if (opcode.isEmpty()) {
      return;
    }
    String value = text.strip();
    if (header.equals("control")) {
      control(opcode, value);
    } else if (LEVELS.contains(header)) {
      levels.computeIfAbsent(header, k -> new HashMap<>()).put(opcode, value);
    }
  }

  private void control(String opcode, String value) {
    if (opcode.equals("default_path")) {
      folder = value.replace('\\', '/');
    } else if (opcode.equals("note_offset") && value.matches("-?\\d{1,3}")) {
      offset = Integer.parseInt(value);
    } else if (opcode.matches("set_cc\\d{1,3}") && value.matches("\\d{1,3}")) {
      controllers.put(Integer.valueOf(opcode.substring(6)), Double.valueOf(value));
    } else if (opcode.matches("set_hdcc\\d{1,3}") && value.matches("[0-9.]{1,9}")) {
      controllers.put(Integer.valueOf(opcode.substring(8)), 127 * Double.parseDouble(value));
    }
  }

  private void endRegion() throws SfzException {
    if (!header.equals("region")) {
      return;
    }
    header = "";
    var opcodes = new HashMap<String, String>();
    LEVELS.forEach(level -> opcodes.putAll(levels.getOrDefault(level, Map.of())));
    String sample = opcodes.getOrDefault("sample", "").replace('\\', '/');
    if (sample.isEmpty() || sample.startsWith("*")) {
      return; // silence, or a generator of the player's
    }
    var region = new SfzRegion(plain(folder + sample), shifted(opcodes));
    if (region.soundsByItself(controllers)) {
      regions.add(region);
    }
    if (regions.size() > MOST_REGIONS) {
      throw new SfzException(
          "%s: expected at most %d regions, found more; choose another program"
              .formatted(name, MOST_REGIONS));
    }
  }

  /// Opcodes that name keys, moved by `note_offset`.
  private Map<String, String> shifted(Map<String, String> opcodes) {
    if (offset == 0) {
      return opcodes;
    }
    var moved = new HashMap<>(opcodes);
    var region = new SfzRegion("", opcodes);
    moved.put("lokey", String.valueOf(region.lowKey() + offset));
    moved.put("hikey", String.valueOf(region.highKey() + offset));
    moved.put("pitch_keycenter", String.valueOf(region.keyCentre() + offset));
    return moved;
  }

  /// A path without `.` and `..`, as far as it has them.
  public static String plain(String path) {
    var parts = new ArrayDeque<String>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals(".") && !part.isEmpty()) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
