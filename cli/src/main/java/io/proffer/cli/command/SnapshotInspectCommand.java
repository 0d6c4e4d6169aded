package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.SnapshotRow;
import io.proffer.cli.client.Snapshots;
import io.proffer.master.registry.SnapshotFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer snapshot inspect}. */
@Command(
    name = "inspect",
    description = {
      "Print what is in a file that 'proffer snapshot save' has made.",
      "No master is asked. A file that is damaged is told from one that is not."
    },
    footer = {
      "",
      "Examples:",
      "  proffer snapshot inspect proffer.snapshot",
      "  proffer snapshot inspect proffer.snapshot -o jsonl | jq 'select(.kind == \"agent\")'"
    },
    mixinStandardHelpOptions = true)
public final class SnapshotInspectCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  /** Prints to a terminal. */
  public SnapshotInspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    SnapshotFile saved = Snapshots.parse(Snapshots.read(file), file.toString());
    terminal.progress(
        "Saved at %s of cluster '%s' by its master %s, Proffer %s: %s."
            .formatted(
                saved.savedAt(),
                saved.cluster(),
                saved.master(),
                saved.version(),
                saved.facts().words()));
    SnapshotRow.list(saved).print(terminal, output.format());
  }
}
