package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneMasterDetectorTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5055, 127.0.0.1:5055",
    "127.0.0.1, 127.0.0.1:5050",
    "http://127.0.0.1:5055, 127.0.0.1:5055",
    "http://127.0.0.1:5055/, 127.0.0.1:5055",
    "no-such-host.invalid:5055, no-such-host.invalid:5055",
  })
  void theGivenMasterLeads(String given, String expected) throws Exception {
    CompletableFuture<Optional<MasterInfo>> told = new CompletableFuture<>();
    try (MasterDetector detector = MasterDetector.of(given)) {
      detector.start(told::complete);

      assertThat(told.get(30, TimeUnit.SECONDS).map(MasterAddress::hostPort)).contains(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host:port", "https://h:5050", "http://", "h:99999", "a b:5050"})
  void anythingElseIsRefusedWithTheFormsThatAreNot(String given) {
    assertThatThrownBy(() -> MasterDetector.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("master '" + given + "': ")
        .hasMessageEndingWith("expected host:port, http://host:port or zk://host:port/path");
  }
}
