package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("--agents", "--attributes", "--port", "--resources", "--work-dir");

  @ParameterizedTest
  @CsvSource({
    "--agnets, --agents",
    "--workdir, --work-dir",
    "--ports, --port",
    "--ressources, --resources",
    "--atributes, --attributes"
  })
  void namesWhatWasMeant(String typed, String meant) {
    assertThat(Nearest.to(typed, KNOWN)).contains(meant);
  }

  @Test
  void keepsSilentWhenNothingIsNear() {
    assertThat(Nearest.to("--colour", KNOWN)).isEmpty();
    assertThat(Nearest.suggestion("--colour", KNOWN)).isEmpty();
  }

  @Test
  void countsASwapOfNeighboursOnce() {
    assertThat(Nearest.distance("stauts", "status")).isEqualTo(1);
  }

  @Property(tries = 200)
  void distanceIsSymmetricAndZeroOnlyForEqualWords(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
    assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equals(b));
  }
}
