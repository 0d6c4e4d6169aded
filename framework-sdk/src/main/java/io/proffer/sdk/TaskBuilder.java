package io.proffer.sdk;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * What a task is to be, before it has an agent. Immutable: each method returns a new one, so a
 * builder without an id of its own can serve as a template.
 *
 * {@snippet class="io.proffer.sdk.snippets.TaskSnippets" region="task"}
 *
 * <p>Unless told otherwise a task gets 0.1 cpus and 32 MB of memory, runs in its sandbox as the
 * framework's user, and has the time its agent gives it to end when it is killed.
 */
public final class TaskBuilder {

  private static final double DEFAULT_CPUS = 0.1;
  private static final double DEFAULT_MEM_MB = 32;
  private static final double MAX_AMOUNT = 1e9;

  /** A port the task is given; {@code inContainer} is where it listens in a bridged container. */
  record Port(String name, OptionalInt inContainer) {}

  private final TaskInfo template;

  /** Whether the command's first argument is the program's own name. */
  private final boolean programNamed;

  private final SortedMap<String, Long> scalarsMillis;
  private final Set<String> revocable;
  private final List<Port> ports;
  private final List<Requirement> requirements;
  private final List<PersistentVolume> volumes;

  private TaskBuilder(
      TaskInfo template,
      boolean programNamed,
      SortedMap<String, Long> scalarsMillis,
      Set<String> revocable,
      List<Port> ports,
      List<Requirement> requirements,
      List<PersistentVolume> volumes) {
    this.template = template;
    this.programNamed = programNamed;
    this.scalarsMillis = scalarsMillis;
    this.revocable = revocable;
    this.ports = ports;
    this.requirements = requirements;
    this.volumes = volumes;
  }

  /**
   * A task of this id.
   *
   * @param id 1 to 255 characters without control characters and slashes; never used before by a
   *     task of the framework
   */
  public static TaskBuilder task(String id) {
    TaskBuilder nothing =
        new TaskBuilder(
            TaskInfo.getDefaultInstance(),
            false,
            Collections.emptySortedMap(),
            Set.of(),
            List.of(),
            List.of(),
            List.of());
    return nothing.id(id).cpus(DEFAULT_CPUS).memMb(DEFAULT_MEM_MB);
  }

  /** The same task under another id. */
  public TaskBuilder id(String id) {
    if (id.isEmpty() || id.length() > 255 || id.equals(".") || id.equals("..") || isUnsafe(id)) {
      throw new IllegalArgumentException(
          "task id '" + id + "': use 1 to 255 characters without control characters and slashes");
    }
    return with(task -> task.setTaskId(TaskID.newBuilder().setValue(id)));
  }

  /** What people see; the id unless set. */
  public TaskBuilder name(String name) {
    return with(task -> task.setName(name));
  }

  /** Runs this line in a shell. */
  public TaskBuilder command(String line) {
    return with(false, task -> command(task).setShell(true).setValue(line).clearArguments());
  }

  /**
   * Runs this program without a shell; in a container of an image that has an entry point, hands
   * both to that.
   */
  public TaskBuilder program(String program, String... arguments) {
    return with(
        true,
        task ->
            command(task)
                .setShell(false)
                .setValue(program)
                .clearArguments()
                .addArguments(program)
                .addAllArguments(List.of(arguments)));
  }

  /**
   * Runs in an executor of the framework's own, with all other tasks on the same agent that name
   * the same one: see {@link Executor}. Its container has the resources of its tasks together.
   *
   * @param id the same for tasks that are to share an executor, and then the command must be too
   * @param line what starts the executor, in a shell
   */
  public TaskBuilder executor(String id, String line) {
    return with(
        task ->
            task.clearCommand()
                .setExecutor(
                    ExecutorInfo.newBuilder()
                        .setType(ExecutorInfo.Type.CUSTOM)
                        .setExecutorId(new ExecutorId(id).toProto())
                        .setCommand(CommandInfo.newBuilder().setValue(line))));
  }

  /** Data for the task's executor, which may read them from the task. */
  public TaskBuilder data(ByteString data) {
    return with(task -> task.setData(data));
  }

  /**
   * Runs in a Docker container of this image; without a command, what the image says. It has the
   * agent's network unless {@link #port(String, int)} or {@link #network} says otherwise.
   */
  public TaskBuilder image(String image) {
    return with(task -> docker(task).setImage(image));
  }

  /** The network of the Docker container. */
  public TaskBuilder network(DockerInfo.Network network) {
    return with(task -> docker(task).setNetwork(network));
  }

  /** Cores, or parts of one: 0.001 and more. */
  public TaskBuilder cpus(double cpus) {
    return scalar("cpus", cpus);
  }

  /** Memory in MB. */
  public TaskBuilder memMb(double memMb) {
    return scalar("mem", memMb);
  }

  /** Sandbox disk in MB. */
  public TaskBuilder diskMb(double diskMb) {
    return scalar("disk", diskMb);
  }

  /** Whole GPUs. The framework must have the GPU_RESOURCES capability to be offered any. */
  public TaskBuilder gpus(int gpus) {
    return scalar("gpus", gpus);
  }

  /** So much of a scalar resource of any name; in exact thousandths. */
  public TaskBuilder scalar(String name, double amount) {
    if (!(amount >= 0.001 && amount <= MAX_AMOUNT)) {
      throw new IllegalArgumentException(
          "task " + id() + " cannot have " + amount + " " + name + ": use 0.001 to 1e9");
    }
    SortedMap<String, Long> changed = new TreeMap<>(scalarsMillis);
    changed.put(name, Math.round(amount * 1000));
    return new TaskBuilder(
        template, programNamed, changed, revocable, ports, requirements, volumes);
  }

  /**
   * Takes the scalar resources of these names from what the agent has to spare only: others hold it
   * and do not use it at present. The agent ends the task without warning when they do, as {@code
   * TASK_GONE} for {@code REASON_CONTAINER_PREEMPTED}. The framework must have the
   * REVOCABLE_RESOURCES capability to be offered any.
   */
  public TaskBuilder revocable(String... names) {
    return new TaskBuilder(
        template, programNamed, scalarsMillis, Set.of(names), ports, requirements, volumes);
  }

  /**
   * A port of the agent, chosen at launch. The task finds its number in {@code PORT_NAME} (the name
   * in capitals) and, for the n-th port from 0, in {@code PORTn}; the scheduler in {@link
   * Placement.Placed}.
   */
  public TaskBuilder port(String name) {
    return port(new Port(name, OptionalInt.empty()));
  }

  /**
   * A port of the agent that leads to this port of the task's Docker container, which is on the
   * bridge network unless set otherwise. The variables name the port in the container.
   */
  public TaskBuilder port(String name, int inContainer) {
    if (inContainer < 1 || inContainer > 65535) {
      throw new IllegalArgumentException(
          "task " + id() + ": no container has a port " + inContainer);
    }
    return port(new Port(name, OptionalInt.of(inContainer)));
  }

  /** An environment variable; a second one of the same name replaces the first. */
  public TaskBuilder env(String name, String value) {
    return with(
        task -> TaskAssembly.setVariable(command(task).getEnvironmentBuilder(), name, value));
  }

  /** A label, which tools see and the agent ignores. */
  public TaskBuilder label(String key, String value) {
    return with(
        task -> task.getLabelsBuilder().addLabels(Label.newBuilder().setKey(key).setValue(value)));
  }

  /** The operating system's user the task runs as. */
  public TaskBuilder user(String user) {
    return with(task -> command(task).setUser(user));
  }

  /** Fetched into the sandbox before the task starts, and unpacked if it is an archive. */
  public TaskBuilder fetch(String uri) {
    return with(task -> command(task).addUris(CommandInfo.URI.newBuilder().setValue(uri)));
  }

  /** How long the task has between SIGTERM and SIGKILL when it is killed. */
  public TaskBuilder killGrace(Duration grace) {
    return with(
        task -> task.setKillPolicy(KillPolicy.newBuilder().setGracePeriod(duration(grace))));
  }

  /** The task is ended, and fails, when it runs for longer. */
  public TaskBuilder maxRunTime(Duration limit) {
    return with(task -> task.setMaxCompletionTime(duration(limit)));
  }

  /** The task runs only where this is met. */
  public TaskBuilder requires(Requirement requirement) {
    return new TaskBuilder(
        template,
        programNamed,
        scalarsMillis,
        revocable,
        ports,
        plus(requirements, requirement),
        volumes);
  }

  /**
   * Runs where this volume is, with it at its path. Its size is of no account here. See {@link
   * PersistentVolume}.
   */
  public TaskBuilder volume(PersistentVolume volume) {
    return new TaskBuilder(
        template,
        programNamed,
        scalarsMillis,
        revocable,
        ports,
        requirements,
        plus(volumes, volume));
  }

  /**
   * Changes the message itself, for what has no method here: health checks, other volumes. Agent
   * and resources are set later and replace what is set here.
   */
  public TaskBuilder with(Consumer<TaskInfo.Builder> change) {
    return with(programNamed, change);
  }

  private TaskBuilder with(boolean nowNamed, Consumer<TaskInfo.Builder> change) {
    TaskInfo.Builder changed = template.toBuilder();
    change.accept(changed);
    return new TaskBuilder(
        changed.buildPartial(), nowNamed, scalarsMillis, revocable, ports, requirements, volumes);
  }

  public String id() {
    return template.getTaskId().getValue();
  }

  TaskInfo template() {
    return template;
  }

  boolean programNamed() {
    return programNamed;
  }

  List<Port> ports() {
    return ports;
  }

  List<Requirement> requirements() {
    return requirements;
  }

  List<PersistentVolume> volumes() {
    return volumes;
  }

  ResourcePicker.Demand demand() {
    return new ResourcePicker.Demand(scalarsMillis, revocable, ports.size());
  }

  private TaskBuilder port(Port port) {
    if (!port.name().matches("[A-Za-z][A-Za-z0-9_-]{0,62}")) {
      throw new IllegalArgumentException(
          "port name '" + port.name() + "': use a letter, then letters, digits, - and _");
    }
    return new TaskBuilder(
        template, programNamed, scalarsMillis, revocable, plus(ports, port), requirements, volumes);
  }

  private static CommandInfo.Builder command(TaskInfo.Builder task) {
    return task.getCommandBuilder();
  }

  private static DockerInfo.Builder docker(TaskInfo.Builder task) {
    return task.getContainerBuilder().setType(ContainerInfo.Type.DOCKER).getDockerBuilder();
  }

  private static DurationInfo duration(Duration span) {
    return DurationInfo.newBuilder().setNanoseconds(span.toNanos()).build();
  }

  private static boolean isUnsafe(String id) {
    return id.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
