package io.proffer.master.state;

/** Why an offer is no more. */
public enum OfferEnd {
  /** Its framework accepted it. */
  ACCEPTED,
  /** Its framework declined it. */
  DECLINED,
  /** The master took it back and said so. */
  RESCINDED,
  /** Nobody is left to be told: its framework disconnected, failed over or ended. */
  DISCARDED
}
