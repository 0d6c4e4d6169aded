package io.proffer.frameworks.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UriTextTest {

  @Test
  void doubledSlashesAndOneAtTheEndMeanNothingAndAPlusInAPathIsAPlus() {
    assertThat(UriText.segments("//v2/apps//a%2Fb/c+d/"))
        .containsExactly("v2", "apps", "a/b", "c+d");
  }

  @Test
  void aParameterMayComeSeveralTimesAndWithoutAValue() {
    assertThat(UriText.query("embed=a&embed=b%20c&force&&x=1+2"))
        .containsEntry("embed", List.of("a", "b c"))
        .containsEntry("force", List.of(""))
        .containsEntry("x", List.of("1 2"));
  }
}
