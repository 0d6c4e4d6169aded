package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.simulator.Simulate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code proffer simulate}. */
@Command(
    name = "simulate",
    description = {
      "Run the whole cluster in one thread under virtual time, with the faults that a seed draws.",
      "Fails when an invariant is broken or when two runs of a seed differ."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--seed", paramLabel = "N", description = "One seed.")
  private List<String> seed = List.of();

  @Option(names = "--seeds", paramLabel = "FROM-TO", description = "Several seeds.")
  private List<String> seeds = List.of();

  @Option(names = "--trace", description = "Tell everything that happens.")
  private boolean trace;

  @Option(names = "--coverage", description = "Tell how often each thing has happened.")
  private boolean coverage;

  /** Prints to a terminal. */
  public SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>();
    seed.forEach(value -> arguments.addAll(List.of("--seed", value)));
    seeds.forEach(value -> arguments.addAll(List.of("--seeds", value)));
    if (trace) {
      arguments.add("--trace");
    }
    if (coverage) {
      arguments.add("--coverage");
    }
    return Simulate.run(arguments.toArray(String[]::new), terminal.out());
  }
}
