/// The command line `isolator`: one thin command a file.
///
/// [Isolator] finds the command that the first argument names, runs it, and turns an exception into
/// one line on standard error and an [ExitCode]. Commands hold no signal processing: they read
/// options, call the library ([dev.isolator.Separator]) and print the result.
///
/// `isolator separate` uses these classes, in this order:
///
/// | class | does |
/// |---|---|
/// | `SeparateCommand` | turns options into [dev.isolator.SeparatorOptions] and [dev.isolator.render.RenderOptions] |
/// | `SongFinder` | turns files, folders and the pipe into a list of songs |
/// | `SeparationBatch` | separates one song after the other; a song that fails does not stop the next |
/// | `Interrupt` | cancels the current song on Ctrl-C |
/// | `ProgressDisplay` | shows a bar on a terminal, lines elsewhere |
/// | `SongReport`, `SongJson` | print a line for each song, for people or for programs |
///
/// Other modules add commands as a [CommandPlugin]. `docs/cli.md` describes the commands for users;
/// a test compares it with the program.
@NullMarked
package dev.isolator.cli;

import org.jspecify.annotations.NullMarked;
