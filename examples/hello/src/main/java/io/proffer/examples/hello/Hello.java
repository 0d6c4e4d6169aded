package io.proffer.examples.hello;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;

/** Runs a task so many times, says how each of them fares, and fails when one of them does. */
public final class Hello implements Scheduler {
  private final TaskBuilder task;
  private final int times;
  private int launched;
  private int finished;

  public Hello(TaskBuilder task, int times) {
    this.task = task;
    this.times = times;
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    while (launched < times && offers.launch(task.id("hello-" + launched)).placed()) {
      launched++;
    }
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    System.out.println(update);
    if (update.isFailed()) {
      driver.fail(update.toString());
    } else if (update.isFinished() && ++finished == times) {
      driver.teardown();
    }
  }

  public static void main(String[] args) {
    Hello hello = new Hello(task("hello").command("echo hello"), 3);
    Proffer.framework("hello").master(args.length > 0 ? args[0] : "127.0.0.1:5050").run(hello);
  }
}
