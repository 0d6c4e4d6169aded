package io.proffer.service.kernel;

/** How an instance fares, in Marathon's words. */
public enum Condition {
  /** Sent to an agent that has not been heard of since. */
  Provisioned,
  Staging,
  Starting,
  Running,
  Killing,
  /** Its agent cannot be reached; it counts as being there. */
  Unreachable,
  /** Its agent cannot be reached, and another one has taken its place. */
  UnreachableInactive,
  Finished,
  Failed,
  Killed,
  Error,
  Gone,
  Dropped,
  Unknown;

  /** Whether it has ended and will never run again. */
  public boolean isTerminal() {
    return switch (this) {
      case Finished, Failed, Killed, Error, Gone, Dropped, Unknown -> true;
      case Provisioned, Staging, Starting, Running, Killing, Unreachable, UnreachableInactive ->
          false;
    };
  }

  /** Whether it is still to run for the first time. */
  public boolean isOnItsWay() {
    return switch (this) {
      case Provisioned, Staging, Starting -> true;
      case Running, Killing, Unreachable, UnreachableInactive -> false;
      case Finished, Failed, Killed, Error, Gone, Dropped, Unknown -> false;
    };
  }

  /** Whether it says something about the app: launching it again may end the same way. */
  public boolean isTrouble() {
    return switch (this) {
      case Finished, Failed, Error, Gone, Dropped -> true;
      case Killed, Unknown -> false;
      case Provisioned, Staging, Starting, Running, Killing, Unreachable, UnreachableInactive ->
          false;
    };
  }
}
