package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.QuotaPlanText;
import io.proffer.cli.client.Quotas;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is common to all that changes a quota: to whom it is told, and whether it is done. */
final class QuotaChange {

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = "--force",
      description = {
        "Do it even if the role consumes more than its limit,",
        "or if more is guaranteed than there is."
      })
  private boolean force;

  @Option(
      names = "--dry-run",
      description = "Only tell what would follow; -o json for all of it. Fails if it is refused.")
  private boolean dryRun;

  Quotas quotas() {
    return new Quotas(master.client());
  }

  /** Tells what would follow, or does it and says so. */
  void make(Quotas quotas, ObjectNode config, String done, Terminal terminal) {
    if (!dryRun) {
      quotas.update(config, force);
      terminal.progress(done);
      return;
    }
    JsonNode plan = quotas.plan(config);
    new Document(config.path("role").asText(), plan)
        .print(
            terminal, output.format(), people -> QuotaPlanText.lines(plan).forEach(people::print));
    boolean possible =
        plan.path("accepted").asBoolean() || (force && plan.path("forcible").asBoolean());
    if (!possible) {
      throw CommandFailure.of(
          ExitCode.FAILED, "it would be refused: " + plan.path("problem").asText());
    }
  }
}
