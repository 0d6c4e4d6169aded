package io.proffer.simulator;

import io.proffer.core.model.OfferId;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * An offer has one life: it is made once, to one framework, and ends once. Tasks are launched on
 * offers that are open, by the framework they were made to. Counted apart from the master's books,
 * which a broken kernel might have forged.
 */
final class OfferChecks implements Witness {
  private final Set<OfferId> madeEver = new HashSet<>();
  private final Map<OfferId, Offer> open = new HashMap<>();
  private Optional<MasterState> followed = Optional.empty();

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    followLeader(master);
    if (input instanceof MasterInput.SchedulerCall called
        && called.call().getType() == Call.Type.ACCEPT) {
      checkUse(called.call(), decision);
    }
    for (MasterEvent event : decision.events()) {
      if (event instanceof MasterEvent.OfferMade made) {
        OfferId id = made.offer().id();
        require(madeEver.add(id), "offer " + id + " is made a second time");
        open.put(id, made.offer());
      } else if (event instanceof MasterEvent.OfferEnded ended) {
        require(
            open.remove(ended.offer()) != null,
            "offer " + ended.offer() + " is " + ended.how() + " although it was not open");
      }
    }
  }

  /** What a master has offered is void once another leads. */
  private void followLeader(MasterNode master) {
    MasterState leader = master.state().orElseThrow();
    if (followed.filter(f -> f == leader).isEmpty()) {
      followed = Optional.of(leader);
      open.clear();
    }
  }

  private void checkUse(Call call, Decision decision) {
    List<MasterEvent.TaskLaunched> launched =
        decision.events().stream()
            .filter(MasterEvent.TaskLaunched.class::isInstance)
            .map(MasterEvent.TaskLaunched.class::cast)
            .toList();
    for (MasterEvent.TaskLaunched event : launched) {
      call.getAccept().getOfferIdsList().stream()
          .map(OfferId::of)
          .forEach(
              id -> {
                Offer offer = open.get(id);
                require(
                    offer != null,
                    "task "
                        + event.task().key()
                        + " is launched on offer "
                        + id
                        + (madeEver.contains(id) ? ", which is over" : ", which was never made"));
                require(
                    offer == null || offer.framework().equals(event.task().key().framework()),
                    "task " + event.task().key() + " is launched on another's offer " + offer);
              });
    }
  }

  private static void require(boolean holds, String details) {
    Checks.require(Invariant.OFFERS_ARE_USED_ONCE, holds, () -> details);
  }
}
