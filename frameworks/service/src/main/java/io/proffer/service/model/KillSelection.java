package io.proffer.service.model;

/** Which instances are killed first when there are too many. */
public enum KillSelection {
  YOUNGEST_FIRST,
  OLDEST_FIRST
}
