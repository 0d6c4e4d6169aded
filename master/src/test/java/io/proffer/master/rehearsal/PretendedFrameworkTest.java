package io.proffer.master.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PretendedFrameworkTest {

  @Test
  void tasksAreRunInEveryDialect() {
    assertThat(
            IntStream.range(0, 100)
                .filter(PretendedFramework::runsTask)
                .mapToObj(PretendedFramework::dialect))
        .contains(Dialect.values());
  }
}
