/// The command line `isolator`: one thin command a file.
///
/// [Isolator] finds the command that the first word names, runs it, and turns what it throws into
/// one line on standard error and an [ExitCode]. Commands hold no signal processing: they read
/// options, call the library's front door ([dev.isolator.Separator]) and print what came back.
///
/// `isolator separate` goes through these, in this order:
///
/// | class | does |
/// |---|---|
/// | `SeparateCommand` | options to [dev.isolator.SeparatorOptions] and [dev.isolator.render.RenderOptions] |
/// | `SongFinder` | files, folders and the pipe to a list of songs |
/// | `Batch` | one song after the other; a failing one does not stop the next |
/// | `Interrupt` | Ctrl-C to the cancellation of the song under way |
/// | `ProgressDisplay` | a bar on a terminal, lines elsewhere |
/// | `SongReport`, `SongJson` | a line for each song, for people or for programs |
///
/// Modules that this one does not know add commands as a [CommandPlugin]. All of it is described
/// for users in `docs/cli.md`, which a test holds to the program.
@NullMarked
package dev.isolator.cli;

import org.jspecify.annotations.NullMarked;
