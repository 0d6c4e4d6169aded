package io.proffer.service.model;

/**
 * A version of an app as somebody wrote it, before anything was made of that.
 *
 * @param contentType as {@code application/json}
 * @param text all that was sent, with its comments and its order
 */
public record Source(String contentType, String text) {

  /** What is longer, in characters, is not kept. */
  public static final int MAX_LENGTH = 256 * 1024;
}
