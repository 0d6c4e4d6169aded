package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.kernel.MasterSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterFlagsTest {

  @ParameterizedTest
  @CsvSource({
    "PT15S, 15secs",
    "PT10M, 10mins",
    "PT90S, 90secs",
    "PT2H, 2hrs",
    "P1D, 1days",
    "P14D, 2weeks",
    "PT0.25S, 250ms",
    "PT0S, 0ns",
    "PT0.000001S, 1000ns",
  })
  void spansAreWrittenInTheLargestUnitThatFits(Duration span, String text) {
    assertThat(MasterFlags.text(span)).isEqualTo(text);
  }

  @Test
  void theSettingsAreToldUnderMesosNames() {
    assertThat(MasterFlags.of(MasterSettings.defaults()))
        .containsEntry("agent_ping_timeout", "15secs")
        .containsEntry("max_agent_ping_timeouts", "5")
        .containsEntry("agent_reregister_timeout", "10mins")
        .containsEntry("offer_timeout", "5mins");
  }
}
