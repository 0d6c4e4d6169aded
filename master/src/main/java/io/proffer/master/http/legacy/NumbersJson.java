package io.proffer.master.http.legacy;

import io.proffer.core.protocol.legacy.LegacyWriter;
import java.util.Map;

/** A flat object of numbers, as {@code /metrics/snapshot} is. */
public final class NumbersJson {

  private NumbersJson() {}

  public static byte[] render(Map<String, Double> numbers) {
    return LegacyWriter.object(
        out -> {
          for (Map.Entry<String, Double> number : numbers.entrySet()) {
            out.number(number.getKey(), number.getValue());
          }
        });
  }
}
