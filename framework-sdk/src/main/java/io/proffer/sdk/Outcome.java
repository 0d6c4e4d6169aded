package io.proffer.sdk;

/** How a framework's run ended. */
public sealed interface Outcome {

  /**
   * The scheduler asked for it with {@link Driver#stop}. The framework and its tasks are kept for
   * its failover timeout; a scheduler started on the same {@link StateStore} goes on with them.
   */
  record Stopped() implements Outcome {
    @Override
    public String toString() {
      return "stopped; the framework is kept for its failover timeout";
    }
  }

  /** The scheduler asked for it with {@link Driver#teardown}: the framework and its tasks ended. */
  record TornDown() implements Outcome {
    @Override
    public String toString() {
      return "torn down with all its tasks";
    }
  }

  /**
   * The scheduler asked for it with {@link Driver#fail}: the framework and its tasks ended.
   *
   * @param reason the scheduler's own words
   */
  record Failed(String reason) implements Outcome {
    @Override
    public String toString() {
      return reason;
    }
  }

  /**
   * The master has removed the framework: an operator tore it down, or its scheduler was away for
   * longer than the failover timeout. Its tasks were killed and its id, which is void now, was
   * removed from the {@link StateStore}: the next start subscribes as a new framework.
   *
   * @param message the master's words
   */
  record Removed(String message) implements Outcome {
    @Override
    public String toString() {
      return "the master has removed this framework and killed its tasks ("
          + message
          + "); start the scheduler again to subscribe as a new framework";
    }
  }

  /**
   * Another scheduler has subscribed with this framework's id and goes on with its tasks. Coming
   * back would take them away from it.
   *
   * @param message the master's words
   */
  record FailedOver(String message) implements Outcome {
    @Override
    public String toString() {
      return "another scheduler has subscribed with this framework's id ("
          + message
          + "); run only one scheduler on a state store";
    }
  }

  /**
   * The master will not have the framework, or will not end it; trying again would not help.
   *
   * @param message what was wrong and what to do
   */
  record Refused(String message) implements Outcome {
    @Override
    public String toString() {
      return message;
    }
  }

  /**
   * The scheduler has thrown out of a callback. The update it was handling, if any, is not
   * acknowledged and comes again; the framework and its tasks are kept for its failover timeout.
   *
   * @param cause what was thrown
   */
  record Crashed(Throwable cause) implements Outcome {
    @Override
    public String toString() {
      return "the scheduler failed: " + cause;
    }
  }

  /** Whether the run ended because the scheduler had nothing more to do. */
  default boolean isGood() {
    return switch (this) {
      case Stopped stopped -> true;
      case TornDown tornDown -> true;
      case Failed failed -> false;
      case Removed removed -> false;
      case FailedOver failedOver -> false;
      case Refused refused -> false;
      case Crashed crashed -> false;
    };
  }
}
