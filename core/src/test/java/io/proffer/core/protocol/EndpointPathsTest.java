package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPathsTest {

  private final EndpointPaths paths = new EndpointPaths("/master", Set.of("/gone.json"));

  @ParameterizedTest
  @CsvSource({
    "/state, /state",
    "/state/, /state",
    "/state.json, /state",
    "/master/state, /state",
    "/master/state.json, /state",
    "/master/state.json/, /state",
    "/master/maintenance/schedule, /maintenance/schedule",
    "/api/v1/, /api/v1",
    "/master/api/v1/scheduler, /api/v1/scheduler",
    "/system/stats.json, /system/stats",
    "/, /",
    "//, /",
    "/master, /",
    "/masterful, /masterful",
    "/gone.json, /gone.json",
    "/gone.json/, /gone.json",
    "/master/gone.json, /gone",
  })
  void manyNamesMeanOneEndpoint(String path, String canonical) {
    assertThat(paths.canonical(path)).isEqualTo(canonical);
  }
}
