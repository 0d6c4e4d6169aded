package io.proffer.master.state;

/** Why an inverse offer is no more. */
public enum InverseOfferEnd {
  /** Its framework is going to do without. */
  ACCEPTED,
  /** Its framework cannot do without. */
  DECLINED,
  /** The master took it back and said so. */
  RESCINDED,
  /** Nobody is left to be told: its framework disconnected, failed over or ended. */
  DISCARDED
}
