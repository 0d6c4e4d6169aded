package io.proffer.cli.demo;

import static io.proffer.sdk.TaskBuilder.task;

import com.github.dockerjava.api.exception.DockerException;
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

/** Runs the example framework on a cluster, with processes and then with Docker containers. */
public final class Demo {

  /** What the tasks do: something that can be seen to run. */
  private static final String COMMAND = "echo hello; sleep 0.2";

  private static final int TASKS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Terminal terminal;
  private final DevCluster cluster;
  private final List<Journey> journeys = new ArrayList<>();

  /** A demo on a cluster that is up. */
  public Demo(Terminal terminal, DevCluster cluster) {
    this.terminal = terminal;
    this.cluster = cluster;
  }

  /**
   * Runs all there is to see and prints it.
   *
   * @param engine where the Docker engine is
   * @return whether every task finished
   * @throws InterruptedException when the thread is interrupted; tasks may still run then
   */
  public boolean run(Optional<String> engine) throws InterruptedException {
    boolean allWell = processes();
    if (cluster.docker() && engine.isPresent()) {
      allWell &= containers(engine.get());
    } else {
      terminal.print("No Docker engine answers, so there are no containers to see.");
    }
    terminal.print("");
    Journey.listing(journeys).print(terminal, OutputFormat.table);
    return allWell;
  }

  private boolean processes() throws InterruptedException {
    terminal.print("The framework 'hello' runs " + TASKS + " tasks as processes:");
    return hello(task("hello").command(COMMAND), "process");
  }

  private boolean containers(String engine) throws InterruptedException {
    Optional<Path> busybox = StaticBusybox.find();
    if (busybox.isEmpty()) {
      terminal.print(
          "No Docker containers to see: the image for them is made from a static busybox."
              + " Install one with 'apt-get install busybox-static'.");
      return true;
    }
    try (BusyboxImage image = BusyboxImage.in(engine, busybox.get())) {
      terminal.print("The framework 'hello' runs " + TASKS + " tasks in Docker containers:");
      return hello(task("hello").image(image.name()).command(COMMAND), "container");
    } catch (IOException | DockerException trouble) {
      terminal.print("The Docker engine did not take the image: " + trouble.getMessage());
      return false;
    }
  }

  private boolean hello(TaskBuilder task, String runsAs) throws InterruptedException {
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
}
