package io.proffer.sdk.snippets;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.PersistentVolume;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.util.Optional;

/** A task that finds its data again. */
public final class VolumeSnippets {

  private VolumeSnippets() {}

  // @start region="volume"
  static final class Database implements Scheduler {
    private final PersistentVolume data = PersistentVolume.of("db-data", 512).at("data");
    private Optional<AgentId> home = Optional.empty(); // where the data is; keep it in a database
    private Optional<TaskId> running = Optional.empty();
    private int starts;

    @Override
    public boolean wantsOffers() {
      return running.isEmpty();
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      for (OfferView offer : offers) {
        boolean here =
            home.isPresent() ? offer.has(data) : running.isEmpty() && offer.create(data).isEmpty();
        if (here && running.isEmpty()) {
          home = Optional.of(offer.agent());
          TaskId id = new TaskId("db-" + ++starts);
          if (offer.launch(task(id.value()).command("./serve data").volume(data)).placed()) {
            running = Optional.of(id);
          }
        }
      }
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      if (update.isTerminal() && running.equals(Optional.of(update.task()))) {
        running = Optional.empty(); // the next one starts where the data is
      }
    }
  }
  // @end
}
