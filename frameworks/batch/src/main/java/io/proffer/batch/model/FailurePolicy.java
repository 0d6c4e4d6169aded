package io.proffer.batch.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from failures that a job is to blame for.
 *
 * @param rules of which the first that fits counts; if none does, the restart policy
 * @param memoryFactor what an attempt gets that follows one which had too little memory
 * @param maxMemMb more than this none gets
 * @param avoidNode whether the next attempt keeps away from the node of the last one for a while
 */
public record FailurePolicy(
    List<Rule> rules, double memoryFactor, Optional<Double> maxMemMb, boolean avoidNode) {

  /** Nothing said. */
  public static final FailurePolicy NONE = new FailurePolicy(List.of(), 1, Optional.empty(), false);

  public FailurePolicy {
    rules = List.copyOf(rules);
  }

  /** Why an attempt failed. */
  public enum Cause {
    /** It ended with another status than 0, or by a signal. */
    EXIT,
    MEMORY,
    DISK,
    /** It ran for too long. */
    TIMEOUT
  }

  /** What follows. */
  public enum Action {
    /** Another attempt, which counts against the retries, whatever the restart policy. */
    RETRY("Retry"),
    /** The run fails, with all indexes of an array. */
    FAIL("Fail"),
    /** The index of the array fails; the others go on. */
    FAIL_INDEX("FailIndex"),
    /** Another attempt, which does not count. */
    IGNORE("Ignore");

    private final String written;

    Action(String written) {
      this.written = written;
    }

    /** As in JSON. */
    public String written() {
      return written;
    }
  }

  /**
   * A rule.
   *
   * @param exitCodes none: any, or none at all
   * @param causes none: any
   */
  public record Rule(Action action, Set<Integer> exitCodes, Set<Cause> causes) {
    public Rule {
      exitCodes = Collections.unmodifiableSet(new LinkedHashSet<>(exitCodes));
      causes = Collections.unmodifiableSet(new LinkedHashSet<>(causes));
    }

    boolean fits(Cause cause, Optional<Integer> exitCode) {
      return (causes.isEmpty() || causes.contains(cause))
          && (exitCodes.isEmpty() || exitCode.filter(exitCodes::contains).isPresent());
    }
  }

  /** What a failure leads to; empty where the restart policy says that. */
  public Optional<Action> action(Cause cause, Optional<Integer> exitCode) {
    return rules.stream().filter(rule -> rule.fits(cause, exitCode)).findFirst().map(Rule::action);
  }

  /** The memory of an attempt that follows one which had too little. */
  public double grown(double memMb) {
    return Math.min(Math.ceil(memMb * memoryFactor), maxMemMb.orElse(Double.MAX_VALUE));
  }
}
