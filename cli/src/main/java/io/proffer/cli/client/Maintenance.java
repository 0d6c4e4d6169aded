package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Plans and does maintenance of machines. The master has one schedule: each change reads it and
 * writes it again, so two operators must not change it at the same time. Not safe for use by
 * several threads.
 */
public final class Maintenance {

  /** A machine as the master knows it: a host name and an address, both of which must match. */
  public record Machine(String hostname, String ip) {

    static Machine of(JsonNode id) {
      return new Machine(id.path("hostname").asText(), id.path("ip").asText());
    }

    private boolean isCalled(String name) {
      return hostname.equalsIgnoreCase(name)
          || ip.equals(name)
          || toString().equalsIgnoreCase(name);
    }

    /** Case does not matter in host names. */
    private Machine key() {
      return new Machine(hostname.toLowerCase(Locale.ROOT), ip);
    }

    private ObjectNode json() {
      ObjectNode id = JsonNodeFactory.instance.objectNode();
      if (!hostname.isEmpty()) {
        id.put("hostname", hostname);
      }
      if (!ip.isEmpty()) {
        id.put("ip", ip);
      }
      return id;
    }

    @Override
    public String toString() {
      return hostname.isEmpty() || ip.isEmpty() ? hostname + ip : hostname + "/" + ip;
    }
  }

  private final MasterClient master;

  public Maintenance(MasterClient master) {
    this.master = master;
  }

  /**
   * The machines that are meant.
   *
   * @param names of each the id or the host name of an agent there, the host name or the address of
   *     a scheduled machine, or {@code HOST/IP}, which need not be known
   * @throws CommandFailure when one is of no machine, or of several
   */
  public Set<Machine> find(List<String> names) {
    JsonNode agents = master.call("GET_AGENTS").path("agents");
    List<Machine> scheduled = scheduled();
    Set<Machine> found = new LinkedHashSet<>();
    names.forEach(name -> found.add(find(name, agents, scheduled)));
    return found;
  }

  private static Machine find(String name, JsonNode agents, List<Machine> scheduled) {
    Set<Machine> called = new LinkedHashSet<>();
    for (JsonNode agent : agents) {
      Machine machine = machineOf(agent);
      if (agent.path("agent_info").path("id").path("value").asText().equals(name)) {
        return machine;
      }
      if (machine.isCalled(name)) {
        called.add(machine.key());
      }
    }
    scheduled.stream().filter(m -> m.isCalled(name)).forEach(m -> called.add(m.key()));
    if (called.size() > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "there are several machines called " + name,
          "Say which: " + String.join(", ", called.stream().map(Machine::toString).toList()) + ".");
    }
    if (!called.isEmpty()) {
      return called.iterator().next();
    }
    int slash = name.indexOf('/');
    if (slash > 0 && slash < name.length() - 1) {
      return new Machine(name.substring(0, slash), name.substring(slash + 1));
    }
    throw CommandFailure.of(
        ExitCode.NOT_FOUND,
        "no agent is on a machine called " + name + ", and none is scheduled by that name",
        "Name a machine without an agent as HOST/IP; 'proffer agent list' shows the agents.");
  }

  /** An agent is at {@code slave(1)@ip:port}. */
  private static Machine machineOf(JsonNode agent) {
    String pid = agent.path("pid").asText();
    int colon = pid.lastIndexOf(':');
    String ip = pid.substring(pid.indexOf('@') + 1, colon < 0 ? pid.length() : colon);
    return new Machine(agent.path("agent_info").path("hostname").asText(), ip);
  }

  /** The machines in the schedule. */
  public List<Machine> scheduled() {
    List<Machine> machines = new ArrayList<>();
    for (JsonNode window : schedule().path("windows")) {
      window.path("machine_ids").forEach(id -> machines.add(Machine.of(id)));
    }
    return machines;
  }

  private JsonNode schedule() {
    return master.call("GET_MAINTENANCE_SCHEDULE").path("schedule");
  }

  /**
   * Schedules machines anew, whether or not they are in the schedule; the others stay as they are.
   *
   * @param length empty when nobody knows
   */
  public void schedule(Collection<Machine> machines, Instant start, Optional<Duration> length) {
    ArrayNode windows = without(machines);
    ObjectNode window = windows.addObject();
    ArrayNode ids = window.putArray("machine_ids");
    machines.forEach(machine -> ids.add(machine.json()));
    ObjectNode unavailability = window.putObject("unavailability");
    unavailability.putObject("start").put("nanoseconds", nanos(start));
    length.ifPresent(
        span -> unavailability.putObject("duration").put("nanoseconds", span.toNanos()));
    update(windows);
  }

  /** Takes machines out of the schedule; the others stay as they are. */
  public void cancel(Collection<Machine> machines) {
    update(without(machines));
  }

  private ArrayNode without(Collection<Machine> machines) {
    List<Machine> out = machines.stream().map(Machine::key).toList();
    ArrayNode windows = JsonNodeFactory.instance.arrayNode();
    for (JsonNode window : schedule().path("windows")) {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      for (JsonNode id : window.path("machine_ids")) {
        if (!out.contains(Machine.of(id).key())) {
          rest.add(id);
        }
      }
      if (!rest.isEmpty()) {
        ObjectNode left = windows.addObject();
        left.set("machine_ids", rest);
        left.set("unavailability", window.path("unavailability"));
      }
    }
    return windows;
  }

  private void update(ArrayNode windows) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.putObject("schedule").set("windows", windows);
    master.call("UPDATE_MAINTENANCE_SCHEDULE", arguments);
  }

  /** Begins the maintenance: agents and tasks on the machines end. */
  public void start(Collection<Machine> machines) {
    master.call("START_MAINTENANCE", naming(machines));
  }

  /** Ends the maintenance: agents on the machines are let in again. */
  public void stop(Collection<Machine> machines) {
    master.call("STOP_MAINTENANCE", naming(machines));
  }

  private static ObjectNode naming(Collection<Machine> machines) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    ArrayNode ids = arguments.putArray("machines");
    machines.forEach(machine -> ids.add(machine.json()));
    return arguments;
  }

  private static long nanos(Instant at) {
    return Math.addExact(TimeUnit.SECONDS.toNanos(at.getEpochSecond()), at.getNano());
  }
}
