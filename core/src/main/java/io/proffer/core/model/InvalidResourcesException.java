package io.proffer.core.model;

/** Resources that break the rules of Mesos; the message says which and why, for a person. */
public final class InvalidResourcesException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidResourcesException(String message) {
    super(message);
  }
}
