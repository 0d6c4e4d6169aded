package io.proffer.batch.kernel;

/** What an attempt's end is due to, which says whose fault it is and whether another may follow. */
public enum Failure {
  /** It did what it was to do. */
  NONE,
  /** The command ended with another status than 0, or by a signal. */
  EXIT,
  MEMORY,
  DISK,
  /** It ended well, and what it left for the jobs after it cannot be taken. */
  OUTPUT,
  /** It did not start in time, or ran for too long. */
  TIMEOUT,
  /** It never ran: an offer was void, the container could not be made, a message was lost. */
  LAUNCH,
  /** Its agent is gone, and it with it. */
  LOST,
  /** Its resources were taken back. */
  PREEMPTED,
  /** Somebody ended it. */
  KILLED,
  /** Such a task can never run. */
  INVALID;

  /** Whether the job itself is to blame, so that it counts against its retries. */
  boolean isCharged() {
    return switch (this) {
      case EXIT, MEMORY, DISK, TIMEOUT -> true;
      case NONE, OUTPUT, LAUNCH, LOST, PREEMPTED, KILLED, INVALID -> false;
    };
  }
}
