package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Snapshots;
import io.proffer.master.registry.SnapshotFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer snapshot save}. */
@Command(
    name = "save",
    description = {
      "Save what outlives a master in a file.",
      "That is what operators have said, which agents there are, and which frameworks. Tasks are"
          + " not in it: agents know those."
    },
    footer = {
      "",
      "Examples:",
      "  proffer snapshot save proffer.snapshot",
      "  proffer snapshot save /backup/$(date +%%F).snapshot -m zk://zk1:2181/proffer"
    },
    mixinStandardHelpOptions = true)
public final class SnapshotSaveCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(paramLabel = "FILE", description = "Written whole or not at all.")
  private Path file = Path.of("");

  /** Tells a terminal what was saved. */
  public SnapshotSaveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    byte[] content = Snapshots.fetch(master.client());
    SnapshotFile saved = Snapshots.parse(content, "What the master answered");
    Snapshots.write(file, content);
    terminal.progress("Saved to %s: %s.".formatted(file, saved.facts().words()));
  }
}
