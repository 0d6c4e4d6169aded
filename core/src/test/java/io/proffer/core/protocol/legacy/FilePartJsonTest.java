package io.proffer.core.protocol.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class FilePartJsonTest {

  @Test
  void textIsToldWithWhereItBegins() {
    assertThat(rendered(7, "served\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"offset\":7,\"data\":\"served\\n\"}");
  }

  @Test
  void aCharacterThatIsCutOffIsLeftToTheNextRead() {
    byte[] price = "5 €".getBytes(StandardCharsets.UTF_8);

    assertThat(rendered(0, Arrays.copyOf(price, price.length - 1)))
        .isEqualTo("{\"offset\":0,\"data\":\"5 \"}");
    assertThat(rendered(0, price)).isEqualTo("{\"offset\":0,\"data\":\"5 €\"}");
  }

  private static String rendered(long offset, byte[] data) {
    return new String(FilePartJson.render(offset, data), StandardCharsets.UTF_8);
  }
}
