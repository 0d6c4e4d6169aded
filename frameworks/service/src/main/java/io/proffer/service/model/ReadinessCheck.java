package io.proffer.service.model;

import java.time.Duration;
import java.util.List;

/**
 * How to find out whether an instance that has begun may take part; asked until it is once.
 *
 * @param portName of the app's ports
 * @param timeout less than the interval
 * @param codes of HTTP that mean yes
 * @param preserveLastResponse whether the last answer is kept to be shown
 */
public record ReadinessCheck(
    String name,
    boolean tls,
    String path,
    String portName,
    Duration interval,
    Duration timeout,
    List<Integer> codes,
    boolean preserveLastResponse) {
  public ReadinessCheck {
    codes = List.copyOf(codes);
  }
}
