package io.proffer.master.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleLimitTest {

  private static final int LIMIT_S = 300;

  private final EmbeddedChannel connection = new EmbeddedChannel(new IdleLimit(LIMIT_S));

  IdleLimitTest() {
    connection.freezeTime();
  }

  @Test
  void aConnectionOnWhichNothingGoesIsClosed() {
    after(LIMIT_S);
    assertThat(connection.isOpen()).isTrue();

    after(LIMIT_S / 5);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void oneThatIsReadFromNowAndThenStaysOpen() {
    for (int i = 0; i < 10; i++) {
      after(LIMIT_S - 1);
      connection.writeInbound("heard");
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void oneThatIsWrittenToNowAndThenStaysOpen() {
    for (int i = 0; i < 10; i++) {
      after(LIMIT_S - 1);
      connection.writeOutbound("said");
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void afterTheLastWordTheTimeBeginsAnew() {
    after(LIMIT_S - 1);
    connection.writeInbound("heard");
    after(LIMIT_S - 1);
    assertThat(connection.isOpen()).isTrue();

    after(2 * LIMIT_S / 5 + 1);
    assertThat(connection.isOpen()).isFalse();
  }

  private void after(int seconds) {
    for (int i = 0; i < seconds; i++) {
      connection.advanceTimeBy(1, TimeUnit.SECONDS);
      connection.runScheduledPendingTasks();
    }
  }
}
