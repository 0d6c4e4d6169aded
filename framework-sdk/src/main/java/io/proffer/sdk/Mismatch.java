package io.proffer.sdk;

/** One reason why a task does not fit an offer. {@code toString} says it to a person. */
public sealed interface Mismatch {

  /**
   * Too little of a resource is left in the offer.
   *
   * @param resource as {@code cpus} (cores), {@code mem} and {@code disk} (MB), {@code ports}
   *     (their number)
   * @param needed how much the task asks for
   * @param left how much the offer has that no other task took
   */
  record TooLittle(String resource, double needed, double left) implements Mismatch {
    @Override
    public String toString() {
      return "needs " + amount(needed) + " " + resource + ", " + amount(left) + " left";
    }

    private static String amount(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /**
   * A requirement of the task is not met.
   *
   * @param problem the requirement's own words
   */
  record Unmet(String problem) implements Mismatch {
    @Override
    public String toString() {
      return problem;
    }
  }
}
