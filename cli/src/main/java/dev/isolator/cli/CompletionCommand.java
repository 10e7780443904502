package dev.isolator.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator completion SHELL`: prints the script that completes commands, options and their
/// values.
@Command(
    name = "completion",
    header = "Print a shell's completion script.",
    description = {
      "",
      "bash:  source <(isolator completion bash)       in ~/.bashrc",
      "zsh:   source <(isolator completion zsh)        in ~/.zshrc",
      "fish:  isolator completion fish | source        in ~/.config/fish/config.fish",
      ""
    })
final class CompletionCommand implements Runnable {
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "One of: bash, zsh, fish.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private static final class Shells extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Shells() {
      super("bash", "zsh", "fish");
    }
  }

  @Override
  public void run() {
    var root = spec.root().commandLine();
    var script =
        switch (shell) {
          // picocli's script turns on zsh's own bash completion where zsh runs it
          case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
          case FISH -> FishCompletion.of(root);
        };
    spec.commandLine().getOut().print(script);
  }
}
