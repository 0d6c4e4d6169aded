package io.proffer.service.scaling;

import io.proffer.service.model.ScalingPolicy.Window;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** Parts of the week. */
final class Windows {

  private Windows() {}

  /** Whether a time is in the window; one that ends before it begins ends on the next day. */
  static boolean isOpen(Window window, Instant now) {
    ZonedDateTime there = now.atZone(window.zone());
    LocalTime time = there.toLocalTime();
    boolean begun = !time.isBefore(window.from());
    boolean over = !time.isBefore(window.to());
    boolean today = window.days().contains(there.getDayOfWeek());
    if (window.from().isBefore(window.to())) {
      return today && begun && !over;
    }
    boolean yesterday = window.days().contains(there.minusDays(1).getDayOfWeek());
    return (today && begun) || (yesterday && !over);
  }
}
