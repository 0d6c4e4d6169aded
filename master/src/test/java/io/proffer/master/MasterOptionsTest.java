package io.proffer.master;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterOptionsTest {

  @TempDir private Path dir;

  @Test
  void aPortBeyondTheRangeIsRefused() {
    assertThatThrownBy(() -> MasterOptions.standalone(dir).withPort(65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (MasterServer first = MasterServer.start(MasterOptions.standalone(dir))) {
      int port = Integer.parseInt(first.address().split(":", 2)[1]);

      assertThatThrownBy(() -> MasterServer.start(MasterOptions.standalone(dir).withPort(port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
  }
}
