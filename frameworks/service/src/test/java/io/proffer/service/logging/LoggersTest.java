package io.proffer.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.proffer.service.logging.Loggers.Detail;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLoggerFactory;

/** What is logged can be changed while the process runs, also for a while. */
class LoggersTest {

  private final LoggerContext logback = new LoggerContext();
  private final Loggers loggers = new Loggers(logback);

  @AfterEach
  void close() {
    loggers.close();
  }

  @Test
  void isSetForGood() {
    assertThat(loggers.set("a.b", Detail.WARN, Optional.empty())).isTrue();

    assertThat(loggers.levels())
        .containsEntry("a.b", "WARN")
        .containsEntry("a", "DEBUG (inherited)")
        .containsEntry("ROOT", "DEBUG");
  }

  @Test
  void isSetForAWhileAndThenAsItWasBeforeAnyWhile() {
    loggers.set("a", Detail.ERROR, Optional.of(Duration.ofHours(1)));
    loggers.set("a", Detail.TRACE, Optional.of(Duration.ofMillis(1)));

    Awaitility.await()
        .untilAsserted(() -> assertThat(loggers.levels()).containsEntry("a", "DEBUG (inherited)"));
  }

  @Test
  void whatIsSetForGoodIsNotUndoneByWhatWasForAWhile() {
    loggers.set("a", Detail.ERROR, Optional.of(Duration.ofHours(1)));
    loggers.set("a", Detail.INFO, Optional.empty());
    loggers.close();

    assertThat(loggers.levels()).containsEntry("a", "INFO");
  }

  @Test
  void anotherLibraryIsLeftAlone() {
    try (Loggers others = new Loggers(new NOPLoggerFactory())) {
      assertThat(others.isThere()).isFalse();
      assertThat(others.levels()).isEmpty();
    }
  }
}
