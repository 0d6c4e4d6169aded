package io.proffer.master.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {

  private static final FrameworkInfo SAID =
      FrameworkInfo.newBuilder()
          .setUser("a:b,c")
          .setName("says \"a\", \\ and \"b\":c")
          .addRoles("one")
          .addRoles("two")
          .setFailoverTimeout(0) // which Mesos' JSON has always, as it has the next
          .setCheckpoint(false)
          .build();

  @ParameterizedTest
  @EnumSource
  void whatIsSaidIsUnderstood(Dialect dialect) throws Exception {
    assertThat(dialect.speaks().read(dialect.write(SAID), FrameworkInfo.getDefaultInstance()))
        .isEqualTo(SAID);
  }

  @Test
  void spacesStandBehindColonsAndCommasButNotInStrings() {
    assertThat(new String(Dialect.SPACED_JSON.write(SAID), UTF_8))
        .contains("\"user\": \"a:b,c\", ", "[\"one\", \"two\"]");
  }
}
