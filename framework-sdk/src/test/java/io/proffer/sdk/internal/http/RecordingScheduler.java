package io.proffer.sdk.internal.http;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Writes down what it is told, as text, and does what a test gave it to do. */
final class RecordingScheduler implements Scheduler {

  private static final int PATIENCE_SECONDS = 10;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private volatile Optional<TaskBuilder> task = Optional.empty();
  private volatile BiConsumer<TaskUpdate, Driver> onUpdate = (update, driver) -> {};

  /** Launches this on the next offer it fits. */
  RecordingScheduler launching(TaskBuilder wanted) {
    task = Optional.of(wanted);
    return this;
  }

  RecordingScheduler onUpdate(BiConsumer<TaskUpdate, Driver> handler) {
    onUpdate = handler;
    return this;
  }

  /** The next thing it was told. */
  String next() throws InterruptedException {
    String told = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (told == null) {
      throw new AssertionError("the scheduler was told nothing");
    }
    return told;
  }

  boolean heardNothing() {
    return heard.isEmpty();
  }

  @Override
  public void subscribed(Subscription subscription, Driver driver) {
    heard.add("subscribed " + subscription.framework() + (subscription.again() ? " again" : ""));
  }

  @Override
  public void disconnected(Driver driver) {
    heard.add("disconnected");
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    heard.add("offered " + offers.size());
    task.ifPresent(wanted -> task = offers.launch(wanted).placed() ? Optional.empty() : task);
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    heard.add(update.toString());
    onUpdate.accept(update, driver);
  }

  @Override
  public void refused(String call, int status, String message, Driver driver) {
    heard.add("refused " + call + " " + status + " " + message);
  }
}
