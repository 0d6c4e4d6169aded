package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.VictimSearch.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is ended makes room, and nothing smaller does; held against all sets there are. */
class VictimSearchProperties {

  /** What a task takes and how long it has run. */
  record Task(int cpus, int memMb, int minutes) {

    Candidate candidate(int number) {
      return new Candidate("t" + number, new Room(cpus, memMb, 0, 0), Duration.ofMinutes(minutes));
    }
  }

  @Provide
  Arbitrary<Task> tasks() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(32, 64, 128),
            Arbitraries.integers().between(1, 60))
        .as(Task::new);
  }

  @Property(tries = 500)
  void theFewestAreEndedAndOfAsFewThoseThatHaveRunForTheShortestTime(
      @ForAll @Size(max = 9) List<@From("tasks") Task> tasks,
      @ForAll @IntRange(min = 1, max = 12) int cpus,
      @ForAll @IntRange(max = 300) int memMb,
      @ForAll @IntRange(min = 1, max = 9) int most) {
    List<Candidate> all = new ArrayList<>();
    tasks.forEach(task -> all.add(task.candidate(all.size())));
    Room missing = new Room(cpus, memMb, 0, 0);

    Optional<List<Candidate>> found = VictimSearch.fewest(missing, all, most);

    int fewest = Integer.MAX_VALUE;
    Duration least = Duration.ZERO;
    for (int set = 0; set < 1 << all.size(); set++) {
      List<Candidate> chosen = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if ((set >> i & 1) == 1) {
          chosen.add(all.get(i));
        }
      }
      boolean better =
          chosen.size() < fewest || (chosen.size() == fewest && lost(chosen).compareTo(least) < 0);
      if (chosen.size() <= most && better && makesRoom(chosen, missing)) {
        fewest = chosen.size();
        least = lost(chosen);
      }
    }
    assertThat(found.isPresent()).isEqualTo(fewest < Integer.MAX_VALUE);
    if (found.isPresent()) {
      assertThat(makesRoom(found.get(), missing)).isTrue();
      assertThat(found.get()).hasSize(fewest).doesNotHaveDuplicates();
      assertThat(lost(found.get())).isEqualTo(least);
    }
  }

  private static boolean makesRoom(List<Candidate> ended, Room missing) {
    Room left = ended.stream().map(Candidate::room).reduce(Room.NONE, Room::plus);
    return missing.without(left).isNothing();
  }

  private static Duration lost(List<Candidate> ended) {
    return ended.stream().map(Candidate::ran).reduce(Duration.ZERO, Duration::plus);
  }
}
