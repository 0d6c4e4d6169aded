package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.runtime.docker.ImageCollection.Candidate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCollectionTest {

  private static final Candidate OLD = image("old", 100, 1);
  private static final Candidate MIDDLE = image("middle", 100, 2);
  private static final Candidate NEW = image("new", 100, 3);

  private static Candidate image(String name, long bytes, long usedAt) {
    return new Candidate(name, "id-of-" + name, bytes, Instant.ofEpochSecond(usedAt));
  }

  @Test
  void whatWasNotWantedForLongestGoesFirstAndNoMoreThanNeeded() {
    assertThat(ImageCollection.choose(List.of(NEW, OLD, MIDDLE), Set.of(), Set.of(), 150))
        .containsExactly(OLD, MIDDLE);
  }

  @Test
  void whatIsUsedOrKeptStays() {
    assertThat(
            ImageCollection.choose(
                List.of(OLD, MIDDLE, NEW), Set.of("id-of-old"), Set.of("middle"), Long.MAX_VALUE))
        .containsExactly(NEW);
  }

  @Test
  void nothingGoesWhenThereIsRoom() {
    assertThat(ImageCollection.choose(List.of(OLD), Set.of(), Set.of(), 0)).isEmpty();
    assertThat(ImageCollection.choose(List.of(OLD), Set.of(), Set.of(), -5)).isEmpty();
  }

  @Property
  void itFreesEnoughOrAllThatMayGo(
      @ForAll("images") List<Candidate> images, @ForAll @LongRange(max = 5_000) long wanted) {
    Set<String> used = Set.of("id-of-a", "id-of-b");
    Set<String> kept = Set.of("c", "d");

    List<Candidate> chosen = ImageCollection.choose(images, used, kept, wanted);

    assertThat(chosen).noneMatch(i -> used.contains(i.id()) || kept.contains(i.name()));
    long freed = chosen.stream().mapToLong(Candidate::bytes).sum();
    long mayGo =
        images.stream().filter(i -> !used.contains(i.id()) && !kept.contains(i.name())).count();
    assertThat(freed >= wanted || chosen.size() == mayGo).isTrue();
    if (!chosen.isEmpty()) {
      assertThat(freed - chosen.getLast().bytes()).as("without the last").isLessThan(wanted);
    }
  }

  @Provide
  Arbitrary<List<Candidate>> images() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "f", "g"),
            Arbitraries.longs().between(1, 1_000),
            Arbitraries.longs().between(0, 10))
        .as(ImageCollectionTest::image)
        .list()
        .uniqueElements(Candidate::name);
  }

  @Test
  void whatWasPulledIsRememberedByTheNextAgent(@TempDir Path work) {
    Path file = work.resolve("meta/images.json");
    PulledImages.open(file).pulled("image:1", Instant.ofEpochMilli(42));

    PulledImages next = PulledImages.open(file);

    assertThat(next.all()).containsOnlyKeys("image:1").containsValue(Instant.ofEpochMilli(42));
    next.removed("image:1");
    assertThat(PulledImages.open(file).all()).isEmpty();
  }

  @Test
  void withoutTheFileNothingIsTheAgents(@TempDir Path work) throws Exception {
    Path file = Files.writeString(work.resolve("images.json"), "{\"image:1\":");

    assertThat(PulledImages.open(file).all()).isEmpty();
  }

  @Test
  void whatALaunchUnderWayNeedsIsKnownUntilTheLastOfThemEnds(@TempDir Path work) {
    PulledImages images = PulledImages.open(work.resolve("images.json"));
    images.launchBegins("image:1", Instant.EPOCH);
    images.launchBegins("image:1", Instant.EPOCH);

    images.launchEnds("image:1");
    assertThat(images.launching()).containsExactly("image:1");
    images.launchEnds("image:1");
    assertThat(images.launching()).isEmpty();
  }
}
