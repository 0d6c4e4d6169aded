package io.proffer.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class FrameworkBuilderTest {

  private static final URI PAGE = URI.create("http://node7.example:8080");

  @Test
  void aFrameworkWithAPageIsShownToBeAtThatHost() {
    assertThat(Proffer.framework("shop").webUi(PAGE).info().getHostname())
        .isEqualTo("node7.example");
  }

  @Test
  void aHostThatIsNamedIsKept() {
    FrameworkBuilder named =
        Proffer.framework("shop").with(info -> info.setHostname("shop.example")).webUi(PAGE);

    assertThat(named.info().getHostname()).isEqualTo("shop.example");
  }
}
