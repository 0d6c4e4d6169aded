package io.proffer.master.state;

/**
 * Names one subscription of a scheduler: the {@code Mesos-Stream-Id} its calls must carry. New for
 * each SUBSCRIBE, drawn by the shell.
 *
 * @param value a random UUID's text
 */
public record StreamId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
