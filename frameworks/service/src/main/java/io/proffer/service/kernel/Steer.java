package io.proffer.service.kernel;

/** What a person may ask of a deployment that is under way. */
public enum Steer {
  /** Do nothing more; instances that fail are still replaced. */
  PAUSE,
  /** Go on. */
  RESUME,
  /** The canaries are good: replace the others. */
  PROMOTE
}
