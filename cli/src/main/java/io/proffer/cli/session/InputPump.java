package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.session.AgentApi.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends what is typed, or piped in, to a container; and how large the terminal is. */
final class InputPump implements AutoCloseable {

  private static final long HEARTBEAT_SECONDS = 30;
  private static final int CHUNK = 4096;

  private final AgentApi agent;
  private final Records records;
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());

  private InputPump(AgentApi agent, Records records) {
    this.agent = agent;
    this.records = records;
  }

  /**
   * Opens the way to the input of a container. A request of its own first finds out whether it is
   * open: the other is answered only when it has ended.
   *
   * @throws AgentRefusal when it is not
   */
  static InputPump open(AgentApi agent, JsonNode container) throws IOException {
    Records trial = agent.records();
    trial.send(first(agent, container));
    trial.end();
    InputPump pump = new InputPump(agent, agent.records());
    pump.records.send(first(agent, container));
    var unused =
        pump.heartbeats.scheduleAtFixedRate(
            pump::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    return pump;
  }

  private static ObjectNode first(AgentApi agent, JsonNode container) {
    ObjectNode call = agent.call("ATTACH_CONTAINER_INPUT");
    ObjectNode input = call.withObject("/attach_container_input");
    input.put("type", "CONTAINER_ID").set("container_id", container);
    return call;
  }

  private void beat() {
    ObjectNode call = agent.call("ATTACH_CONTAINER_INPUT");
    ObjectNode control = control(call, "HEARTBEAT");
    control
        .putObject("heartbeat")
        .putObject("interval")
        .put("nanoseconds", TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS));
    quietly(call);
  }

  /** Nothing where the container has ended meanwhile. */
  void resize(LocalTty.Size size) {
    ObjectNode call = agent.call("ATTACH_CONTAINER_INPUT");
    ObjectNode control = control(call, "TTY_INFO");
    control
        .putObject("tty_info")
        .putObject("window_size")
        .put("rows", size.rows())
        .put("columns", size.columns());
    quietly(call);
  }

  private static ObjectNode control(ObjectNode call, String type) {
    ObjectNode io = io(call).put("type", "CONTROL");
    return io.putObject("control").put("type", type);
  }

  private static ObjectNode io(ObjectNode call) {
    ObjectNode input = call.withObject("/attach_container_input");
    return input.put("type", "PROCESS_IO").putObject("process_io");
  }

  private void quietly(ObjectNode call) {
    try {
      records.send(call);
    } catch (IOException e) {
      heartbeats.shutdown(); // the container has ended, which its output tells
    }
  }

  /**
   * Reads to the end, on a thread of its own.
   *
   * @param detach what ends it before; empty for nothing
   * @param detached is called then
   */
  void start(InputStream in, Optional<DetachKeys> detach, Runnable detached) {
    Thread.ofPlatform()
        .daemon()
        .name("input")
        .start(
            () -> {
              try {
                pump(in, detach, detached);
              } catch (IOException e) {
                heartbeats.shutdown(); // the container has ended, which its output tells
              }
            });
  }

  private void pump(InputStream in, Optional<DetachKeys> detach, Runnable detached)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    int n = in.read(chunk);
    while (n >= 0) {
      byte[] typed = Arrays.copyOf(chunk, n);
      if (detach.isPresent() && detach.get().in(typed)) {
        detached.run();
        return;
      }
      send(typed);
      n = in.read(chunk);
    }
    send(new byte[0]);
  }

  /** Nothing, as data, is the end of the input. */
  private void send(byte[] typed) throws IOException {
    ObjectNode call = agent.call("ATTACH_CONTAINER_INPUT");
    io(call).put("type", "DATA").putObject("data").put("type", "STDIN").put("data", typed);
    records.send(call);
  }

  @Override
  public void close() {
    heartbeats.shutdownNow();
  }
}
