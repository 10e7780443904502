package dev.isolator.model;

import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A network that was not made for Isolator, recognised: the card that it gets, and what it was
/// recognised by.
///
/// It is recognised by the hash of a known file ([KnownNetworks]), then by ranks and fixed lengths
/// of its tensors ([AdapterFamily]); names of tensors are only asked where shapes are alike. What
/// the options say overrules. Else it is refused, with what was found and what would be accepted.
///
/// @param card of the model
/// @param found what it was recognised as, by what, and how surely, in a sentence
public record Outside(ModelCard card, String found) {
  /// What a card says of a licence that nobody told.
  public static final String UNKNOWN_LICENCE = "unknown: check it";

  /// Stems that are what others leave, the first of which is not asked of a network twice.
  private static final List<String> RESTS =
      List.of("other", "music", "instrumental", "accompaniment", "rest");

  /// The families that there are, in the order in which they are tried.
  public static List<String> families() {
    return AdapterFamily.all().stream().map(AdapterFamily::family).toList();
  }

  /// Recognises a model.
  ///
  /// @param paths of its files, one or more
  static Outside recognise(List<Path> paths, OutsideOptions options) throws ModelException {
    var files = new ArrayList<OutsideFile>();
    for (Path path : paths) {
      files.add(OutsideFile.of(path));
    }
    for (AdapterFamily family : candidates(options)) {
      AdapterFamily.Match match = family.match(files.getFirst());
      if (match != null && (!family.told() || !options.family().isEmpty())) {
        checkAlike(family, files);
        return new Recognition(family, match, files, options).outside();
      }
    }
    throw unknown(files.getFirst(), options);
  }

  private static List<AdapterFamily> candidates(OutsideOptions options) throws ModelException {
    var all = AdapterFamily.all();
    if (options.family().isEmpty()) {
      return all;
    }
    var named = all.stream().filter(f -> f.family().equals(options.family())).toList();
    if (named.isEmpty()) {
      throw new ModelException(
          "--as %s: expected a family, one of %s"
              .formatted(options.family(), String.join(", ", families())));
    }
    return named;
  }

  private static void checkAlike(AdapterFamily family, List<OutsideFile> files)
      throws ModelException {
    for (OutsideFile file : files) {
      if (family.match(file) == null) {
        throw new ModelException(
            "%s: expected tensors like those of %s (%s), found %s; name the files of one model only"
                .formatted(file.file(), files.getFirst().file(), family.accepts(), file.tensors()));
      }
    }
  }

  private static ModelException unknown(OutsideFile file, OutsideOptions options) {
    var accepted =
        AdapterFamily.all().stream()
            .filter(f -> options.family().isEmpty() || f.family().equals(options.family()))
            .map(f -> (f.told() ? "with --as " : "") + f.family() + " " + f.accepts())
            .collect(Collectors.joining("; "));
    return new ModelException(
        "%s: expected the tensors of a separator, found %s; accepted are: %s; or put a card beside it (docs/outside-models.md)"
            .formatted(file.file(), file.tensors(), accepted));
  }

  /// A file that is of a family.
  private record Recognition(
      AdapterFamily family,
      AdapterFamily.Match match,
      List<OutsideFile> files,
      OutsideOptions options) {
    Outside outside() throws ModelException {
      var known =
          family.fftLength() > 0 || files.size() > 1
              ? null
              : KnownNetworks.of(files.getFirst().uvrHash());
      int window =
          options.fftLength() > 0
              ? options.fftLength()
              : known == null ? family.fftLength() : known.fftLength();
      if (window == 0 && family.framing() != AdapterFamily.Framing.NONE) {
        throw untold("its window", "--n-fft (often 5120, 6144, 7680 or 8192)");
      }
      double gain =
          options.compensate() > 0 ? options.compensate() : known == null ? 1 : known.compensate();
      List<String> told =
          options.stems().isEmpty() && known != null ? List.of(known.stem()) : options.stems();
      var names = sources(told);
      var stems = stems(names, told);
      String by =
          known != null
              ? "by the hash of a known file: certain"
              : options.family().isEmpty() ? "by the shapes of its tensors: likely" : "as you said";
      return new Outside(
          card(window, gain, names, stems),
          "%s, %s; %sgives %s%s"
              .formatted(
                  family.title(),
                  by,
                  window > 0 ? "windows of " + window + ", " : "",
                  String.join(", ", stems),
                  gain == 1 ? "" : String.format(Locale.ROOT, ", times %.3f", gain)));
    }

    private ModelException untold(String what, String option) {
      return new ModelException(
          "%s: is of the family %s (%s), but its tensors do not tell %s; say it with %s"
              .formatted(
                  files.getFirst().file(),
                  family.family(),
                  files.getFirst().tensors(),
                  what,
                  option));
    }

    /// What the network separates into, in its order.
    private List<String> sources(List<String> told) throws ModelException {
      Integer counted = match.sizes().get('s');
      boolean hasAxis =
          match.variant().outputs().stream()
              .anyMatch(tensor -> TensorAxes.parse(tensor.axes()).has('s'));
      if (family.filePerSource() && told.isEmpty() && files.size() > 1) {
        return files.stream().map(file -> stem(base(file.file()))).toList();
      }
      int count =
          family.filePerSource()
              ? files.size()
              : hasAxis ? (counted == null ? told.size() : counted) : 1;
      List<String> usual = family.sources().getOrDefault(String.valueOf(count), List.of());
      List<String> names = told.isEmpty() ? usual : told;
      if (names.isEmpty()) {
        throw untold("what it gives", "--stems (%d in its order, such as vocals)".formatted(count));
      }
      if (names.size() < count || names.size() > count + 1 || count < 1) {
        throw new ModelException(
            "%s: expected %d names of stems, and one more for the rest if you like, found %d (%s); correct --stems"
                .formatted(files.getFirst().file(), count, names.size(), String.join(", ", names)));
      }
      return names.subList(0, count);
    }

    /// The model's stems: what is what the others leave comes last.
    private List<String> stems(List<String> names, List<String> told) {
      var stems = new ArrayList<>(names);
      if (told.size() > names.size()) {
        stems.add(told.getLast());
        return stems;
      }
      for (String rest : RESTS) {
        if (names.size() > 1 && stems.remove(rest)) {
          stems.add(rest);
          return stems;
        }
      }
      if (names.size() > 1) {
        stems.add("rest");
      } else if (names.contains("vocals")) {
        stems.add("music");
      } else {
        stems.add(RESTS.contains(names.getFirst()) ? "vocals" : "rest");
      }
      return stems;
    }

    private ModelCard card(int window, double gain, List<String> names, List<String> stems)
        throws ModelException {
      String given = files.getFirst().file().toString();
      String source = options.source().isEmpty() ? given : options.source();
      Contract.Adapted contract;
      try {
        contract = family.adapted(match, window, gain, names, parts(names), source);
      } catch (IllegalArgumentException e) {
        throw new ModelException(
            "%s: is of the family %s, but does not fit it: %s; it cannot be used, or correct the options"
                .formatted(given, family.family(), e.getMessage()),
            e);
      }
      var card =
          new ModelCard(
              stem(options.name().isEmpty() ? base(files.getFirst().file()) : options.name()),
              "1",
              family.family(),
              stems,
              contract,
              new ModelCard.Provenance(
                  0,
                  options.licence().isEmpty() ? UNKNOWN_LICENCE : options.licence(),
                  List.of(),
                  List.of(),
                  "not one of Isolator's: others made and trained it"),
              contract.adapter().files().getFirst().sha256(),
              "",
              "");
      return ModelCard.fromJson(given, card.toJson()); // checked as one that comes from outside
    }

    /// One file gives all sources, or each its own; several that give all are averaged, unless
    /// weights are told.
    private List<Adapter.Part> parts(List<String> names) throws ModelException {
      var told = options.weights();
      if (!told.isEmpty() && told.size() != files.size()) {
        throw new IllegalArgumentException(
            "expected weights for %d files, found them for %d"
                .formatted(files.size(), told.size()));
      }
      var parts = new ArrayList<Adapter.Part>();
      for (int i = 0; i < files.size(); i++) {
        var weights =
            new ArrayList<>(Collections.nCopies(names.size(), family.filePerSource() ? 0.0 : 1.0));
        if (family.filePerSource()) {
          weights.set(i, 1.0);
        }
        parts.add(
            new Adapter.Part(sha256(files.get(i).file()), told.isEmpty() ? weights : told.get(i)));
      }
      return parts;
    }

    private static String sha256(Path file) throws ModelException {
      try {
        return Sha256.of(file);
      } catch (IOException e) {
        throw new ModelException(
            "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
      }
    }

    private static String base(Path file) {
      String name = String.valueOf(file.getFileName());
      int dot = name.lastIndexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    }

    /// A name as cards have it: lower case, and a dash for all else.
    private static String stem(String name) {
      String plain =
          name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
      String cut = plain.length() > 32 ? plain.substring(0, 32) : plain;
      return cut.isEmpty() ? "outside" : cut.replaceAll("-+$", "");
    }
  }
}
