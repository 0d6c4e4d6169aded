package io.proffer.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Ranges;
import io.proffer.core.model.Resources;
import io.proffer.sdk.internal.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Whatever is offered and asked for: nothing is taken twice, and a no is never groundless. */
class MatchingPropertiesTest {

  @Property(tries = 300)
  void tasksNeverTakeMoreThanWasOffered(
      @ForAll("offers") List<Offer> offered, @ForAll("tasks") List<TaskBuilder> tasks) {
    Offers offers = Offers.of(offered);
    tasks.forEach(offers::launch);

    for (OfferView offer : offers) {
      Resources sum = offer.left();
      for (TaskInfo task : launched(offer)) {
        sum = sum.plus(Resources.of(task.getResourcesList()));
      }
      assertThat(sum).isEqualTo(Resources.of(offer.toProto().getResourcesList()));
    }
  }

  @Property(tries = 300)
  void whoeverKeepsAndGivesBackNothingIsLostAndNobodyLosesItsPart(
      @ForAll("offers") List<Offer> offered,
      @ForAll("tasks") List<TaskBuilder> tasks,
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 2) Integer> givesBack) {
    List<Keeper> keepers = List.of(Keeper.of("a"), Keeper.of("b"), Keeper.of("c"));
    for (OfferView offer : Offers.of(offered)) {
      for (int i = 0; i < tasks.size(); i++) {
        Keeper keeper = keepers.get(i % keepers.size());
        offer.keepBack(keeper, tasks.get(i), offer.room(tasks.get(i), 2));
        if (i < givesBack.size()) {
          Map<Keeper, Resources> before = kept(offer, keepers);
          Keeper who = keepers.get(givesBack.get(i));
          offer.giveBack(who);
          before.put(who, Resources.empty());
          assertThat(kept(offer, keepers)).isEqualTo(before);
        }
      }
      Resources sum = offer.left();
      for (Keeper keeper : keepers) {
        sum = sum.plus(offer.kept(keeper));
      }
      assertThat(sum).isEqualTo(Resources.of(offer.toProto().getResourcesList()));
    }
  }

  private static Map<Keeper, Resources> kept(OfferView offer, List<Keeper> keepers) {
    Map<Keeper, Resources> kept = new LinkedHashMap<>();
    keepers.forEach(keeper -> kept.put(keeper, offer.kept(keeper)));
    return kept;
  }

  @Property(tries = 300)
  void aTaskGetsExactlyWhatItAsksFor(
      @ForAll("offers") List<Offer> offered, @ForAll("task") TaskBuilder task) {
    if (Offers.of(offered).launch(task) instanceof Placement.Placed placed) {
      Resources given = Resources.of(placed.info().getResourcesList());
      assertThat(given.scalarsMillis()).isEqualTo(task.demand().scalarsMillis());
      assertThat(given.ports().size()).isEqualTo(task.demand().ports());
      Set<Long> mapped = new HashSet<>();
      placed
          .info()
          .getDiscovery()
          .getPorts()
          .getPortsList()
          .forEach(port -> mapped.add((long) port.getNumber()));
      assertThat(mapped).hasSize(task.demand().ports()).allMatch(given.ports()::contains);
    }
  }

  @Property(tries = 300)
  void aTaskIsRefusedOnlyWhereSomethingIsShort(
      @ForAll("offers") List<Offer> offered, @ForAll("task") TaskBuilder task) {
    Placement placement = Offers.of(offered).launch(task);

    boolean fitsSomewhere =
        offered.stream().anyMatch(offer -> fits(Resources.of(offer.getResourcesList()), task));
    assertThat(placement.placed()).isEqualTo(fitsSomewhere);
    if (placement instanceof Placement.Unplaced unplaced) {
      assertThat(unplaced.misses()).hasSameSizeAs(offered);
      assertThat(unplaced.misses()).noneMatch(miss -> miss.reasons().isEmpty());
    }
  }

  @Provide
  Arbitrary<List<Offer>> offers() {
    return Combinators.combine(
            amounts(), amounts(), amounts(), ports(), Arbitraries.of(true, false))
        .as(MatchingPropertiesTest::offer)
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<TaskBuilder> task() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4000),
            Arbitraries.integers().between(1, 3000),
            Arbitraries.integers().between(0, 4))
        .as(MatchingPropertiesTest::task);
  }

  @Provide
  Arbitrary<List<TaskBuilder>> tasks() {
    return task().list().ofMaxSize(12);
  }

  private static Arbitrary<Integer> amounts() {
    return Arbitraries.integers().between(0, 5000);
  }

  private static Arbitrary<Set<Integer>> ports() {
    return Arbitraries.integers().between(31000, 31015).set().ofMaxSize(8);
  }

  private static Offer offer(
      int cpus, int mem, int reservedCpus, Set<Integer> ports, boolean split) {
    Resources unreserved = Resources.parse("cpus:" + cpus / 1000.0 + ";mem:" + mem / 1000.0);
    List<Ranges.Range> ranges = new ArrayList<>();
    ports.forEach(port -> ranges.add(new Ranges.Range(port, port)));
    List<Resource> all = new ArrayList<>(unreserved.toProtos());
    if (!ports.isEmpty()) {
      all.add(
          Resource.newBuilder()
              .setName("ports")
              .setType(Value.Type.RANGES)
              .setRanges(Ranges.of(ranges).toProto())
              .build());
    }
    if (split) {
      Resources.parse("cpus(web):" + reservedCpus / 1000.0).toProtos().forEach(all::add);
    }
    return Samples.offer("o", "a1", "").toBuilder().clearResources().addAllResources(all).build();
  }

  private static TaskBuilder task(int cpusMillis, int memMillis, int ports) {
    TaskBuilder task =
        TaskBuilder.task("t").command("true").cpus(cpusMillis / 1000.0).memMb(memMillis / 1000.0);
    for (int i = 0; i < ports; i++) {
      task = task.port("p" + i);
    }
    return task;
  }

  private static boolean fits(Resources offered, TaskBuilder task) {
    return task.demand().scalarsMillis().entrySet().stream()
            .allMatch(wanted -> offered.scalarMillis(wanted.getKey()) >= wanted.getValue())
        && offered.ports().size() >= task.demand().ports();
  }

  private static List<TaskInfo> launched(OfferView offer) {
    return offer.operations().stream()
        .flatMap(operation -> operation.getLaunch().getTaskInfosList().stream())
        .toList();
  }
}
