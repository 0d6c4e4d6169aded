package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.SignalHandlers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Talks with a command that runs inside a task, or with the task's own, from this terminal. */
public final class TaskSession {

  /** To the letter what an agent answers, Mesos' or ours. */
  private static final String NO_TERMINAL =
      "I/O switchboard server was disabled for this container";

  private final Terminal terminal;
  private final RunningTask task;
  private final Optional<LocalTty> tty;
  private final AgentApi agent;

  /**
   * @param tty the terminal that is to be that of the command; empty when it is to have none
   */
  public TaskSession(Terminal terminal, RunningTask task, Optional<LocalTty> tty) {
    this.terminal = terminal;
    this.task = task;
    this.tty = tty;
    this.agent = new AgentApi(task.agent(), task.authorization());
  }

  /**
   * Runs a command inside the task. It ends with this process at the latest.
   *
   * @param command the program and its arguments
   * @param interactive whether it gets this process' standard input
   * @return what it exited with, or 128 and the signal that ended it, as a shell has it
   */
  public int exec(List<String> command, boolean interactive) {
    ObjectNode container = new JsonMapper().createObjectNode();
    container.put("value", UUID.randomUUID().toString()).set("parent", task.container());
    ObjectNode call = agent.call("LAUNCH_NESTED_CONTAINER_SESSION");
    ObjectNode launch = call.withObject("/launch_nested_container_session");
    launch.set("container_id", container);
    ObjectNode asked = launch.putObject("command");
    asked.put("shell", false).put("value", command.getFirst());
    command.forEach(asked.withArray("/arguments")::add);
    tty.ifPresent(t -> describe(t, launch.putObject("container")));
    talk(call, container, interactive, Optional.empty());
    return exitCode(container);
  }

  private static void describe(LocalTty tty, ObjectNode container) {
    ObjectNode info = container.put("type", "MESOS").putObject("tty_info");
    tty.size()
        .ifPresent(
            s -> info.putObject("window_size").put("rows", s.rows()).put("columns", s.columns()));
  }

  /**
   * Joins the task's own command, which must have a terminal, until that ends or Ctrl-P Ctrl-Q is
   * typed.
   *
   * @param interactive whether it gets this process' standard input
   */
  public void attach(boolean interactive) {
    ObjectNode call = agent.call("ATTACH_CONTAINER_OUTPUT");
    call.withObject("/attach_container_output").set("container_id", task.container());
    try {
      talk(call, task.container(), interactive, Optional.of(new DetachKeys()));
    } catch (CommandFailure failure) {
      if (!failure.message().equals(NO_TERMINAL)) {
        throw failure;
      }
      throw CommandFailure.of(
          ExitCode.FAILED,
          "task '" + task.id() + "' was started without a terminal, so nobody can join it",
          "What it prints is in its sandbox. 'proffer task exec' runs something beside it.");
    }
  }

  /** Until the container has nothing more to say, or this end is tired of it. */
  private void talk(
      ObjectNode call, JsonNode container, boolean interactive, Optional<DetachKeys> detach) {
    RecordPrinter output = new RecordPrinter(agent.stream(call), terminal);
    Optional<InputPump> input = interactive || tty.isPresent() ? open(container) : Optional.empty();
    CompletableFuture<Void> over = new CompletableFuture<>();
    tty.ifPresent(LocalTty::raw);
    try {
      input.ifPresent(
          pump -> {
            follow(pump);
            if (interactive) {
              pump.start(terminal.in(), detach, () -> over.complete(null));
            }
          });
      output.start(over);
      over.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw CommandFailure.of(ExitCode.FAILED, "the agent broke off: " + cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.of(ExitCode.FAILED, "interrupted");
    } finally {
      tty.ifPresent(LocalTty::close);
      input.ifPresent(InputPump::close);
    }
  }

  /** The terminal there has the size of the one here, also when that changes. */
  private void follow(InputPump pump) {
    tty.ifPresent(
        t -> {
          t.size().ifPresent(pump::resize);
          SignalHandlers.install("WINCH", () -> t.size().ifPresent(pump::resize));
        });
  }

  /** Empty when the command has ended already, as quick ones have. */
  private Optional<InputPump> open(JsonNode container) {
    try {
      return Optional.of(InputPump.open(agent, container));
    } catch (AgentRefusal refusal) {
      if (refusal.status() == 500) {
        return Optional.empty();
      }
      throw CommandFailure.of(ExitCode.FAILED, refusal.message());
    } catch (IOException e) {
      throw CommandFailure.of(
          ExitCode.FAILED, "the agent takes no input: " + String.valueOf(e.getMessage()));
    }
  }

  private int exitCode(ObjectNode container) {
    ObjectNode call = agent.call("WAIT_NESTED_CONTAINER");
    call.withObject("/wait_nested_container").set("container_id", container);
    JsonNode ended = agent.ask(call).path("wait_nested_container");
    if (!ended.has("exit_status")) {
      throw CommandFailure.of(
          ExitCode.FAILED, "how the command ended is not known: " + ended.path("message").asText());
    }
    int status = ended.path("exit_status").asInt();
    int signal = status & 0x7F;
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
  }
}
