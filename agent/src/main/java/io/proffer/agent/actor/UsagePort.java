package io.proffer.agent.actor;

/** Measures what is used. */
public interface UsagePort {

  /** Begins to; what comes of it is told as an input. Nothing if it still is at it. */
  void measure();
}
