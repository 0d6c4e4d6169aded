package io.proffer.core.protocol;

/**
 * A RecordIO stream that cannot be decoded any further: a bad length line, a record over the limit
 * or a stream that ends within a record.
 */
public final class MalformedRecordException extends Exception {

  public MalformedRecordException(String message) {
    super(message);
  }
}
