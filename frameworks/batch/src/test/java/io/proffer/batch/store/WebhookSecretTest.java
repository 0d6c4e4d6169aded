package io.proffer.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.batch.kernel.Fact;
import io.proffer.frameworks.common.secret.Keys;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.sdk.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What calls are signed with is known to nobody who reads the store. */
class WebhookSecretTest {

  private static final Webhook SIGNED =
      new Webhook("w1", "https://hooks.example.com", Set.of(), Optional.of("hunter2"));
  private static final String CLEAR =
      "{\"id\":\"w1\",\"url\":\"https://hooks.example.com\",\"events\":[],\"secret\":\"hunter2\"}";

  private final StateStore values = StateStore.inMemory();
  private final SecretSeal seal = SecretSeal.with(Keys.ofThisProcess());

  private String stored() {
    return new String(values.get("hook.w1").orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void isSealedAndTheNextProcessOpensIt() {
    new FactStore(values, seal).write(List.of(new Fact.WebhookSet(SIGNED)));

    assertThat(stored()).contains("hooks.example.com").doesNotContain("hunter2");
    assertThat(new FactStore(values, seal).read()).containsExactly(new Fact.WebhookSet(SIGNED));
  }

  @Test
  void isSealedWhereAnOlderProcessHasLeftItClear() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(CLEAR.getBytes(StandardCharsets.UTF_8));
    }
    values.put("hook.w1", bytes.toByteArray());

    assertThat(new FactStore(values, seal).read()).containsExactly(new Fact.WebhookSet(SIGNED));

    assertThat(stored()).doesNotContain("hunter2");
    assertThat(new FactStore(values, seal).read()).containsExactly(new Fact.WebhookSet(SIGNED));
  }

  @Test
  void cannotBeOpenedWithoutItsKeyNorAsAnothersAndThatIsSaid() {
    new FactStore(values, seal).write(List.of(new Fact.WebhookSet(SIGNED)));
    SecretSeal other = SecretSeal.with(Keys.ofThisProcess());

    assertThatThrownBy(() -> new FactStore(values).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("'hook.w1'")
        .hasMessageContaining("--secrets-key-file");
    assertThatThrownBy(() -> new FactStore(values, other).read())
        .hasMessageContaining("the secret of webhook w1 cannot be opened");
  }
}
