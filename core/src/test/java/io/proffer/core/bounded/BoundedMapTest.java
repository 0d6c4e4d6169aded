package io.proffer.core.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedMapTest {

  @Test
  void whatWasPutFirstMakesRoom() {
    Map<String, Integer> newest = BoundedMap.ofNewest(2);
    newest.put("a", 1);
    newest.put("b", 2);
    newest.put("a", 3);
    newest.put("c", 4);

    assertThat(newest).containsExactly(Map.entry("b", 2), Map.entry("c", 4));
  }

  @Test
  void whatWasNotUsedForLongestMakesRoom() {
    Map<String, Integer> lastUsed = BoundedMap.ofLastUsed(2);
    lastUsed.put("a", 1);
    lastUsed.put("b", 2);
    assertThat(lastUsed.get("a")).isEqualTo(1);
    lastUsed.put("c", 4);

    assertThat(lastUsed).containsExactly(Map.entry("a", 1), Map.entry("c", 4));
  }
}
