package io.proffer.service.matching;

/**
 * Why an offer is of no use for an instance.
 *
 * @param words for people: what was needed, and what there is
 */
public record Rejection(Reason reason, String words) {

  /** The kinds there are, in the order that summaries list them. */
  public enum Reason {
    UnfulfilledRole,
    UnfulfilledConstraint,
    NoCorrespondingReservationFound,
    AgentMaintenance,
    InsufficientCpus,
    InsufficientMemory,
    InsufficientDisk,
    InsufficientGpus,
    InsufficientPorts,
    DeclinedScarceResources
  }
}
