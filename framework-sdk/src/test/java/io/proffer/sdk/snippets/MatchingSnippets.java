package io.proffer.sdk.snippets;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.core.model.AgentId;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Placement;
import io.proffer.sdk.Requirement;
import io.proffer.sdk.TaskBuilder;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Putting tasks on offers. */
public final class MatchingSnippets {

  private static final Logger log = LoggerFactory.getLogger(MatchingSnippets.class);

  private MatchingSnippets() {}

  static void sayWhy(Offers offers) {
    // @start region="reasons"
    TaskBuilder web = task("web-1").command("./serve").cpus(2).memMb(512).port("http");
    switch (offers.launch(web)) {
      case Placement.Placed placed -> log.info("launching {}", placed);
      case Placement.Unplaced unplaced -> log.info("waiting: {}", unplaced);
    }
    // @end
  }

  static Placement spread(Offers offers, TaskBuilder web) {
    // @start region="choose"
    Comparator<OfferView> emptiestFirst =
        Comparator.comparing((OfferView offer) -> offer.left().scalarMillis("cpus")).reversed();
    Placement placement =
        offers.stream()
            .sorted(emptiestFirst)
            .map(offer -> offer.launch(web))
            .filter(Placement::placed)
            .findFirst()
            .orElseGet(() -> offers.launch(web)); // Says why not.
    // @end
    return placement;
  }

  static TaskBuilder elsewhere(Set<AgentId> taken) {
    // @start region="requirement"
    Requirement anotherAgent =
        offer ->
            taken.contains(offer.agent())
                ? Optional.of("has an instance already")
                : Optional.empty();
    TaskBuilder web =
        task("web-2")
            .command("./serve")
            .requires(anotherAgent)
            .requires(Requirement.attribute("rack", "r1"));
    // @end
    return web;
  }

  /** How many workers the scheduler could begin for one who wants many at once. */
  static int gather(Offers offers, TaskBuilder worker, String job) {
    // @start region="keepers"
    Keeper keeper = Keeper.of(job);
    int room = 0;
    for (OfferView offer : offers) {
      offer.giveBack(keeper); // What was kept when this offer was held; others keep theirs.
      int here = offer.room(worker, 100);
      offer.keepBack(keeper, worker, here);
      offer.hold();
      room += here;
    }
    // @end
    return room;
  }
}
