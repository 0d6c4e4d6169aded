package io.proffer.cli.demo;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.output.OutputFormat;
import io.proffer.examples.hello.Hello;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.TaskBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the example framework on a cluster, with processes and then with Docker containers. Opened
 * before the cluster and closed after it, because the image goes last: containers of it may run
 * until the cluster has ended.
 */
public final class Demo implements AutoCloseable {

  /** What the tasks do: something that can be seen to run. */
  private static final String COMMAND = "echo hello; sleep 0.2";

  private static final int TASKS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Terminal terminal;
  private final List<Journey> journeys = new ArrayList<>();
  private Optional<BusyboxImage> image = Optional.empty();

  /** A demo that prints to a terminal. */
  public Demo(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs all there is to see and prints it.
   *
   * @param cluster that is up
   * @param engine where the Docker engine is; empty if containers are not wanted
   * @return whether every task finished
   * @throws InterruptedException when the thread is interrupted; tasks may still run then
   */
  public boolean run(DevCluster cluster, Optional<String> engine) throws InterruptedException {
    terminal.print("The framework 'hello' runs " + TASKS + " tasks as processes:");
    boolean allWell = hello(cluster, task("hello").command(COMMAND), "process");
    allWell &= containers(cluster, engine);
    terminal.print("");
    Journey.listing(journeys).print(terminal, OutputFormat.table);
    return allWell;
  }

  private boolean containers(DevCluster cluster, Optional<String> engine)
      throws InterruptedException {
    if (engine.isEmpty() || !cluster.docker()) {
      terminal.print(
          engine
              .map(where -> "No Docker engine answers at " + where + ", so no containers to see.")
              .orElse("No containers, as you asked."));
      return true;
    }
    Optional<Path> busybox = StaticBusybox.find();
    if (busybox.isEmpty()) {
      terminal.print(
          "No Docker containers to see: the image for them is made from a static busybox."
              + " Install one with 'apt-get install busybox-static'.");
      return true;
    }
    try {
      BusyboxImage made = BusyboxImage.in(engine.get(), busybox.get());
      image = Optional.of(made);
      terminal.print("The framework 'hello' runs " + TASKS + " tasks in Docker containers:");
      return hello(cluster, task("hello").image(made.name()).command(COMMAND), "container");
    } catch (IOException trouble) {
      terminal.print("The Docker engine did not take the image: " + trouble.getMessage());
      return false;
    }
  }

  private boolean hello(DevCluster cluster, TaskBuilder task, String runsAs)
      throws InterruptedException {
    WatchedScheduler hello = new WatchedScheduler(new Hello(task, TASKS), runsAs, System::nanoTime);
    boolean well = end(Proffer.framework("hello").master(cluster.master()).start(hello));
    List<Journey> seen = hello.journeys();
    journeys.addAll(seen);
    return well && seen.size() == TASKS && seen.stream().allMatch(Journey::isFinished);
  }

  /** Waits until the framework has ended; says whether it ended well. */
  private boolean end(RunningFramework framework) throws InterruptedException {
    try {
      Outcome outcome =
          framework.ended().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!outcome.isGood()) {
        terminal.print("The framework has failed: " + outcome);
      }
      return outcome.isGood();
    } catch (TimeoutException stuck) {
      terminal.print("Not all tasks have ended within " + PATIENCE.toSeconds() + " s.");
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a framework's end never fails", impossible);
    } finally {
      framework.driver().stop();
    }
  }

  /** The image that containers are made of; empty where there are none, or before the run. */
  public Optional<String> image() {
    return image.map(BusyboxImage::name);
  }

  /** Takes the image out of the Docker engine again. */
  @Override
  public void close() {
    image.ifPresent(
        made -> {
          try {
            made.close();
          } catch (IOException trouble) {
            terminal.progress(
                "The image " + made.name() + " could not be removed: " + trouble.getMessage());
          }
        });
  }
}
