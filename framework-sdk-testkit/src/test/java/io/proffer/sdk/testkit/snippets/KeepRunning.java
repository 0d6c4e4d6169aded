package io.proffer.sdk.testkit.snippets;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.util.ArrayList;
import java.util.List;

/** Keeps one task running: replaces it when it has ended, or is out of sight. */
public final class KeepRunning implements Scheduler {
  private final List<String> seen = new ArrayList<>();
  private int launched;
  private boolean wanted = true;

  @Override
  public boolean wantsOffers() {
    return wanted;
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    if (wanted && offers.launch(task("web-" + launched).command("./serve").cpus(1)).placed()) {
      launched++;
      wanted = false;
    }
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    seen.add(update.task() + " " + update.state());
    boolean current = update.task().value().equals("web-" + (launched - 1));
    if (update.isTerminal() || update.isOutOfSight()) {
      wanted |= current;
    } else if (!current) {
      driver.kill(update.task());
    }
  }

  /** Every update, as {@code web-0 TASK_RUNNING}. */
  public List<String> seen() {
    return seen;
  }
}
