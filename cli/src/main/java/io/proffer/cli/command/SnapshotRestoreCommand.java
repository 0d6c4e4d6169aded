package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.Snapshots;
import io.proffer.master.registry.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer snapshot restore}. */
@Command(
    name = "restore",
    description = {
      "Have a master know what is in a file that 'proffer snapshot save' has made.",
      "A master that knows anything already refuses, unless --force says to forget that. The master"
          + " then leads anew: agents and frameworks come back to it, and tasks run on."
    },
    footer = {
      "",
      "Examples:",
      "  proffer snapshot restore proffer.snapshot",
      "  proffer snapshot restore proffer.snapshot --force       asks before it replaces anything",
      "  proffer snapshot restore proffer.snapshot --force --yes"
    },
    mixinStandardHelpOptions = true)
public final class SnapshotRestoreCommand implements Runnable {

  private static final int MAX_ANSWER_BYTES = 100;

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace what the master knows.")
  private boolean force;

  @Option(names = "--yes", description = "Do not ask whether it is to be replaced.")
  private boolean yes;

  /** Asks, and tells how it went, at a terminal. */
  public SnapshotRestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    byte[] content = Snapshots.read(file);
    SnapshotFile saved = Snapshots.parse(content, file.toString());
    MasterClient leader = master.client();
    if (force && !yes) {
      confirm(leader);
    }
    try {
      Snapshots.restore(leader, content, force);
    } catch (CommandFailure refused) {
      throw refused.exitCode() == ExitCode.CONFLICT
          ? CommandFailure.of(
              ExitCode.CONFLICT, refused.message(), "Say --force to replace what it knows.")
          : refused;
    }
    terminal.progress(
        "Restored from %s, saved at %s: %s."
            .formatted(file, saved.savedAt(), saved.facts().words()));
  }

  private void confirm(MasterClient leader) {
    SnapshotFile now = Snapshots.parse(Snapshots.fetch(leader), "What the master answered");
    if (now.facts().isEmpty()) {
      return;
    }
    terminal.progress(
        "This replaces what the master of cluster '%s' at %s knows: %s."
            .formatted(now.cluster(), leader.address(), now.facts().words()));
    terminal.progress("Type yes to go on:");
    if (!answer().equals("yes")) {
      throw CommandFailure.of(
          ExitCode.FAILED, "nothing was replaced", "Say --yes where nobody can answer.");
    }
  }

  private String answer() {
    StringBuilder line = new StringBuilder();
    try {
      int next = terminal.in().read();
      while (next >= 0 && next != '\n' && line.length() < MAX_ANSWER_BYTES) {
        line.append((char) next);
        next = terminal.in().read();
      }
    } catch (IOException unread) {
      return "";
    }
    return line.toString().strip();
  }
}
