package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.apache.mesos.v1.Protos.Resource;

/** The laws of the arithmetic that the allocator relies on. */
@PropertyDefaults(tries = 300)
class ResourcesAlgebraTest {

  @Provide
  Arbitrary<Resources> resources() {
    return GeneratedResources.any();
  }

  @Provide
  Arbitrary<List<Resource>> protos() {
    return GeneratedResources.protos();
  }

  @Property
  void plusIsCommutative(@ForAll("resources") Resources a, @ForAll("resources") Resources b) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
    assertThat(a.plus(b)).hasToString(b.plus(a).toString());
  }

  @Property
  void plusIsAssociative(
      @ForAll("resources") Resources a,
      @ForAll("resources") Resources b,
      @ForAll("resources") Resources c) {
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
  }

  @Property
  void nothingIsTheIdentityOfPlus(@ForAll("resources") Resources a) {
    assertThat(a.plus(Resources.empty())).isEqualTo(a);
    assertThat(Resources.empty().plus(a)).isEqualTo(a);
    assertThat(a.minus(a)).isEqualTo(Resources.empty());
  }

  /** For ranges and sets, which add as unions, only where they are disjoint. */
  @Property
  void minusUndoesPlus(@ForAll("resources") Resources a, @ForAll("resources") Resources any) {
    Resources b = GeneratedResources.disjointFrom(any, a);
    assertThat(a.plus(b).minus(b)).isEqualTo(a);
  }

  @Property
  void plusUndoesMinus(@ForAll("resources") Resources a, @ForAll("resources") Resources any) {
    Resources part = a.intersect(any);
    assertThat(a.minus(part).plus(part)).isEqualTo(a);
  }

  @Property
  void aSumContainsItsTerms(@ForAll("resources") Resources a, @ForAll("resources") Resources b) {
    assertThat(a.plus(b).contains(a)).isTrue();
    assertThat(a.plus(b).contains(b)).isTrue();
  }

  @Property
  void whatIsContainedIsWhatCanBeTakenOut(
      @ForAll("resources") Resources a, @ForAll("resources") Resources b) {
    assertThat(a.contains(b)).isEqualTo(b.minusSaturating(a).isEmpty());
    if (a.contains(b)) {
      assertThat(a.minus(b)).isEqualTo(a.minusSaturating(b));
    } else {
      assertThatThrownBy(() -> a.minus(b)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void containsIsAnOrder(@ForAll("resources") Resources a, @ForAll("resources") Resources b) {
    assertThat(a.contains(a)).isTrue();
    assertThat(a.contains(b) && b.contains(a)).isEqualTo(a.equals(b));
    assertThat(a.contains(a.minusSaturating(b))).isTrue();
  }

  @Property
  void intersectIsTheMostContainedInBoth(
      @ForAll("resources") Resources a, @ForAll("resources") Resources b) {
    Resources both = a.intersect(b);
    assertThat(both).isEqualTo(b.intersect(a));
    assertThat(a.contains(both) && b.contains(both)).isTrue();
    assertThat(both).isEqualTo(a.minusSaturating(a.minusSaturating(b)));
    assertThat(a.intersect(a)).isEqualTo(a);
  }

  @Property
  void quantitiesAddUp(@ForAll("resources") Resources a, @ForAll("resources") Resources any) {
    Resources b = any.filter(entry -> !entry.isShared());
    for (String name : a.plus(b).names()) {
      assertThat(a.plus(b).scalarMillis(name))
          .isEqualTo(a.scalarMillis(name) + b.scalarMillis(name));
      assertThat(a.plus(b).ranges(name)).isEqualTo(a.ranges(name).plus(b.ranges(name)));
    }
  }

  @Property
  void theOrderOfTheWireDoesNotMatter(@ForAll("protos") List<Resource> protos, @ForAll Random any) {
    List<Resource> shuffled = new ArrayList<>(protos);
    Collections.shuffle(shuffled, any);
    Resources sum = Resources.empty();
    for (Resource one : shuffled) {
      sum = sum.plus(Resources.of(List.of(one)));
    }
    assertThat(Resources.of(shuffled)).isEqualTo(Resources.of(protos)).isEqualTo(sum);
    assertThat(sum).hasSameHashCodeAs(Resources.of(protos));
  }

  @Property
  void everyEntryIsReservedOrNotAndRevocableOrNot(@ForAll("resources") Resources a) {
    assertThat(a.unreserved().plus(a.filter(Entry::isReserved))).isEqualTo(a);
    assertThat(a.revocable().plus(a.nonRevocable())).isEqualTo(a);
    assertThat(a.unreserved().plus(a.reservedTo("eng")).plus(a.reservedTo("eng/web"))).isEqualTo(a);
    assertThat(a.allocatableTo("eng")).isEqualTo(a.unreserved().plus(a.reservedTo("eng")));
    assertThat(a.allocatableTo("eng/web")).isEqualTo(a);
    assertThat(a.allocatableTo("engine")).isEqualTo(a.unreserved());
  }
}
