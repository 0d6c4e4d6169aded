package io.proffer.sdk.testkit;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One framework gathers room for two teams at a time, from offers that come one by one. */
class KeptOffersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Keeper RED = Keeper.of("red");
  private static final Keeper BLUE = Keeper.of("blue");

  private final TestCluster cluster = TestCluster.create();
  private final Teams teams = new Teams(Map.of(RED, 4, BLUE, 3));
  private final TestFramework framework = cluster.start(Proffer.framework("teams"), teams);

  @Test
  void aTeamThatGivesUpLeavesTheOtherWhatItHas() {
    cluster.addAgent("cpus:3;mem:1024");
    cluster.advanceUntil(() -> !teams.held.isEmpty(), SOON);
    assertThat(teams.kept(BLUE)).isEqualTo(2);
    assertThat(teams.kept(RED)).isEqualTo(1);

    framework.driver().execute(() -> teams.giveUp(RED, framework.driver()));
    cluster.advance(SOON);
    assertThat(teams.kept(RED)).isZero();
    assertThat(teams.kept(BLUE)).isEqualTo(2);

    cluster.addAgent("cpus:1;mem:1024");
    cluster.advanceUntil(() -> framework.task("blue-2").runs(), SOON);
    assertThat(framework.task("blue-0").runs()).isTrue();
    assertThat(framework.task("blue-1").runs()).isTrue();
  }

  /** Keeps offers until they have room for a whole team; each offer serves the teams in turn. */
  private static final class Teams implements Scheduler {
    private final Map<Keeper, Integer> missing = new TreeMap<>(Comparator.comparing(Keeper::name));
    private final List<OfferView> held = new ArrayList<>();

    Teams(Map<Keeper, Integer> sizes) {
      missing.putAll(sizes);
    }

    private static TaskBuilder member(Keeper team, int number) {
      return task(team + "-" + number).command("true").cpus(1).memMb(32);
    }

    int kept(Keeper team) {
      return held.stream().mapToInt(offer -> (int) offer.kept(team).scalar("cpus")).sum();
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      for (OfferView offer : offers) {
        offer.hold();
        held.add(offer);
        for (int round = 0; round < 4; round++) {
          missing.entrySet().forEach(team -> keepOne(offer, team));
        }
      }
      List<Keeper> whole =
          missing.entrySet().stream()
              .filter(team -> team.getValue() == 0)
              .map(Map.Entry::getKey)
              .toList();
      whole.forEach(team -> launch(team, driver));
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {}

    private static void keepOne(OfferView offer, Map.Entry<Keeper, Integer> team) {
      TaskBuilder one = member(team.getKey(), 0);
      if (team.getValue() > 0 && offer.room(one, 1) > 0) {
        offer.keepBack(team.getKey(), one, 1);
        team.setValue(team.getValue() - 1);
      }
    }

    void giveUp(Keeper team, Driver driver) {
      held.forEach(offer -> offer.giveBack(team));
      missing.remove(team);
      assertThat(held).allMatch(offer -> offer.kept(team).equals(Resources.empty()));
      releaseUnused(driver);
    }

    private void launch(Keeper team, Driver driver) {
      missing.remove(team);
      int number = 0;
      for (OfferView offer : held) {
        int here = (int) offer.kept(team).scalar("cpus");
        offer.giveBack(team);
        for (int i = 0; i < here; i++) {
          assertThat(offer.launch(member(team, number++)).placed()).isTrue();
        }
      }
      releaseUnused(driver);
    }

    /** What nobody keeps anything of is declined, or what was put on it is launched. */
    private void releaseUnused(Driver driver) {
      List<OfferView> unused = held.stream().filter(offer -> offer.keepers().isEmpty()).toList();
      unused.forEach(driver::release);
      held.removeAll(unused);
    }
  }
}
