package io.proffer.master.registry;

/** What is kept cannot be read or written. The message says what, where and what to do. */
public final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
