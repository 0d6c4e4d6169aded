package io.proffer.core.protocol;

/**
 * Bytes that are not the message they should be. The text is for the person who sent them: what is
 * wrong and where, as a JSON path ({@code accept.operations[0].launch}) wherever there is one.
 */
public final class MalformedMessageException extends Exception {

  public MalformedMessageException(String message) {
    super(message);
  }

  public MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
