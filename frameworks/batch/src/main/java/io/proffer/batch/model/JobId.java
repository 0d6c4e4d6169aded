package io.proffer.batch.model;

import java.util.regex.Pattern;

/**
 * A job's name, as {@code prod.report}: names of lower-case letters, digits and inner dashes,
 * joined by dots.
 */
public record JobId(String value) implements Comparable<JobId> {

  /** Room for the rest of a task's id. */
  private static final int MAX_LENGTH = 200;

  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+(\\.[a-z0-9]++(-++[a-z0-9]++)*+)*+");

  /** Whether a text is an id. */
  public static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
