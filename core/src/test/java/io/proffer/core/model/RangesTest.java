package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RangesTest {

  @Provide
  Arbitrary<Ranges> ranges() {
    return GeneratedResources.someRanges();
  }

  /** Held against the plain set of members. */
  @Property
  void operationsAreThoseOfSets(@ForAll("ranges") Ranges a, @ForAll("ranges") Ranges b) {
    assertThat(members(a.plus(b)::contains))
        .isEqualTo(members(m -> a.contains(m) || b.contains(m)));
    assertThat(members(a.minus(b)::contains))
        .isEqualTo(members(m -> a.contains(m) && !b.contains(m)));
    assertThat(members(a.intersect(b)::contains))
        .isEqualTo(members(m -> a.contains(m) && b.contains(m)));
    assertThat(a.contains(b)).isEqualTo(members(a::contains).containsAll(members(b::contains)));
    assertThat(a.size()).isEqualTo(members(a::contains).size());
  }

  @Property
  void resultsAreAscendingAndCoalesced(@ForAll("ranges") Ranges a, @ForAll("ranges") Ranges b) {
    for (Ranges result : List.of(a.plus(b), a.minus(b), a.intersect(b))) {
      assertThat(Ranges.of(result.ranges())).isEqualTo(result).hasSameHashCodeAs(result);
      assertThat(Ranges.of(result.toProto())).isEqualTo(result);
      for (int i = 1; i < result.ranges().size(); i++) {
        assertThat(result.ranges().get(i).begin())
            .isGreaterThan(result.ranges().get(i - 1).end() + 1);
      }
    }
  }

  private static SortedSet<Long> members(Predicate<Long> contains) {
    SortedSet<Long> members = new TreeSet<>();
    for (long member = 0; member < 80; member++) {
      if (contains.test(member)) {
        members.add(member);
      }
    }
    return members;
  }

  @Test
  void writesMesosText() {
    Ranges ranges = Ranges.of(31000, 31005).minus(Ranges.of(31002, 31004));
    assertThat(ranges).hasToString("[31000-31001, 31005-31005]");
    assertThat(Ranges.empty()).hasToString("[]");
  }

  @Test
  void boundsAreUnsigned() {
    Ranges all = Ranges.of(0, -1);
    assertThat(all).hasToString("[0-18446744073709551615]");
    assertThat(all.size()).isEqualTo(Long.MAX_VALUE);
    assertThat(all.contains(Ranges.of(Long.MAX_VALUE, Long.MIN_VALUE))).isTrue();
    assertThat(all.minus(Ranges.of(-1, -1))).hasToString("[0-18446744073709551614]");
    assertThat(all.minus(Ranges.of(1, -1))).hasToString("[0-0]");
    assertThat(Ranges.of(-1, -1).plus(Ranges.of(0, -2))).isEqualTo(all);
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThatThrownBy(() -> Ranges.of(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Range begins at 2 after its end 1");
  }
}
