package io.proffer.sdk.snippets;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.TaskUpdate;
import java.nio.file.Path;

/** A framework that runs one task. */
public final class SmallestFramework {

  private SmallestFramework() {}

  // @start region="scheduler"
  /** Runs one task and ends with it. */
  static final class RunOnce implements Scheduler {
    private boolean launched;

    @Override
    public boolean wantsOffers() {
      return !launched;
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      launched = launched || offers.launch(task("hello").command("echo hello")).placed();
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      if (update.isFailed()) {
        driver.fail(update.toString());
      } else if (update.isFinished()) {
        driver.teardown();
      }
    }
  }

  // @end

  static void runIt() {
    // @start region="run"
    Proffer.framework("run-once").master("127.0.0.1:5050").run(new RunOnce());
    // @end
  }

  static void runItForYears(Scheduler scheduler) {
    // @start region="durable"
    Proffer.framework("forever")
        .master("zk://zk1:2181,zk2:2181,zk3:2181/proffer")
        .roles("services")
        .state(StateStore.files(Path.of("/var/lib/forever")))
        .run(scheduler);
    // @end
  }
}
