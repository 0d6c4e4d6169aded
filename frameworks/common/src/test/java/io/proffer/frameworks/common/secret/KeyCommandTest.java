package io.proffer.frameworks.common.secret;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyCommandTest {

  @Test
  void aServiceThatDoesNotAnswerIsNotWaitedForForEver() {
    assertThatThrownBy(() -> new KeyCommand("sleep 60", Duration.ofMillis(100)).keys())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has not ended");
  }

  @Test
  void aFailureNamesTheProgramAndNothingThatItWasGiven() {
    String command = "TOKEN=open /bin/sh -c 'exit 3' --password sesame";
    assertThatThrownBy(() -> new KeyCommand(command, Duration.ofSeconds(10)).keys())
        .hasMessageContaining("the key command (sh) has ended with status 3")
        .hasMessageNotContainingAny("open", "sesame");
  }
}
