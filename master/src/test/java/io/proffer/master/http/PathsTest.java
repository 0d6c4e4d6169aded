package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

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
  })
  void manyNamesMeanOneEndpoint(String path, String canonical) {
    assertThat(Paths.canonical(path)).isEqualTo(canonical);
  }
}
