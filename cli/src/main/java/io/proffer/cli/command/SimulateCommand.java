package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.simulator.Simulate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "FROM-TO",
      converter = SeedsConverter.class,
      description = "Several seeds: 1-200.")
  private Optional<Seeds> seeds = Optional.empty();

  @Option(
      names = "--service",
      description = "Run the framework for services, with people who change their minds.")
  private boolean service;

  @Option(
      names = "--batch",
      description = "Run the framework for jobs, with people who start and stop them.")
  private boolean batch;

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
    if (seed.isPresent() == seeds.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "say which seeds to run, with either --seed or --seeds",
          "Try 'proffer simulate --seeds 1-200'.");
    }
    if (service && batch) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--service and --batch exclude each other", "Run one after the other.");
    }
    List<String> arguments = new ArrayList<>();
    seed.ifPresent(one -> arguments.addAll(List.of("--seed", one.toString())));
    seeds.ifPresent(some -> arguments.addAll(List.of("--seeds", some.from() + "-" + some.to())));
    if (service) {
      arguments.add("--service");
    }
    if (batch) {
      arguments.add("--batch");
    }
    if (trace) {
      arguments.add("--trace");
    }
    if (coverage) {
      arguments.add("--coverage");
    }
    return Simulate.run(arguments.toArray(String[]::new), terminal.out());
  }

  private record Seeds(long from, long to) {}

  private static final class SeedsConverter implements ITypeConverter<Seeds> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    @Override
    public Seeds convert(String value) {
      Matcher range = FORM.matcher(value);
      if (range.matches()) {
        Seeds seeds = new Seeds(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        if (seeds.from() <= seeds.to()) {
          return seeds;
        }
      }
      throw new TypeConversionException(
          "'" + value + "' is no range of seeds; write it like 1-200, the lower first");
    }
  }
}
