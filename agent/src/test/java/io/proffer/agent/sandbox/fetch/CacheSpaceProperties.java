package io.proffer.agent.sandbox.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CacheSpaceProperties {

  private static final long CAPACITY = 100;

  @Property(tries = 300)
  void itNeverHoldsMoreThanItMayNorTakesRoomFromWhatIsUsed(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 999) Integer> choices) {
    CacheSpace<Integer> space = new CacheSpace<>(CAPACITY);
    Set<Integer> used = new LinkedHashSet<>();
    for (int choice : choices) {
      int key = choice % 10;
      int bytes = choice / 10 % 50;
      if (used.contains(key) && choice % 3 == 0) {
        space.release(key);
        used.remove(key);
      } else {
        if (used.add(key)) {
          space.use(key);
        }
        long before = space.used();
        Optional<List<Integer>> evicted = space.grow(key, bytes);
        assertThat(evicted.orElse(List.of())).doesNotContainAnyElementsOf(used);
        if (evicted.isEmpty()) {
          assertThat(space.used()).isEqualTo(before);
        }
      }
      assertThat(space.used()).isBetween(0L, CAPACITY);
    }
  }
}
