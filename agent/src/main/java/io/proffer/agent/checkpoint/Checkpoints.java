package io.proffer.agent.checkpoint;

import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what an agent keeps of itself in the {@code meta} directory of its work directory. */
public final class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private Checkpoints() {}

  /**
   * Opens the checkpoint of a work directory, making it where there is none.
   *
   * @param master where the agent looks for the masters
   * @throws IOException with a message for people, when another agent uses the directory, when it
   *     was moved under running tasks, when a newer version has written it, or when it cannot be
   *     read or written
   */
  public static WriteAhead.Opened open(Path workDir, String master) throws IOException {
    return open(new FileSystemDisk(), workDir, master);
  }

  /** As {@link #open(Path, String)}, through something that knows the disk of this machine. */
  public static WriteAhead.Opened open(Disk disk, Path workDir, String master) throws IOException {
    WorkDirLock lock = null;
    try {
      Path directory = Files.createDirectories(workDir.resolve("meta"));
      lock = WorkDirLock.take(workDir, directory);
      String place = workDir.toAbsolutePath().normalize().toString();
      return open(disk, directory, place, master, Optional.of(lock));
    } catch (IOException e) {
      close(lock);
      throw explained(workDir, e);
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  private static void close(@Nullable WorkDirLock lock) {
    if (lock != null) {
      lock.close();
    }
  }

  private static IOException explained(Path workDir, IOException e) {
    return switch (e) {
      case NewerCheckpointException x -> x;
      case WorkDirInUseException x -> x;
      case WorkDirMovedException x -> x;
      default ->
          new IOException(
              "the work directory %s cannot be used: %s".formatted(workDir, IoTrouble.describe(e)),
              e);
    };
  }

  /**
   * Opens a checkpoint on any disk.
   *
   * @param directory it is in; must be there
   * @param workDir the agent's, by which its containers know it
   */
  public static WriteAhead.Opened open(Disk disk, Path directory, String workDir, String master)
      throws IOException {
    return open(disk, directory, workDir, master, Optional.empty());
  }

  /** What a checkpoint says, or what can be used of it; changes nothing. */
  public static List<AgentEvent.Durable> read(Disk disk, Path directory) throws IOException {
    return Journal.read(disk, directory);
  }

  private static WriteAhead.Opened open(
      Disk disk, Path directory, String workDir, String master, Optional<WorkDirLock> lock)
      throws IOException {
    IdentityFile file = new IdentityFile(disk, directory);
    Optional<Identity> before = file.read();
    Journal.Opened opened = Journal.open(disk, directory);
    try {
      List<AgentEvent.Durable> facts = withName(opened, before);
      AgentState state = AgentState.of(facts);
      if (before.isPresent()) {
        comparePlaces(before.get(), workDir, master, state);
      }
      if (state.id().isPresent()) {
        file.write(new Identity(state.id().get(), workDir, master));
      } else if (before.isPresent()) {
        file.remove();
      }
      return new WriteAhead.Opened(
          WriteAhead.of(opened.journal(), file, lock, workDir, master), facts);
    } catch (IOException | RuntimeException e) {
      opened.journal().close();
      throw e;
    }
  }

  /** A journal that was damaged, or is gone, may have lost the agent's name. */
  private static List<AgentEvent.Durable> withName(
      Journal.Opened opened, Optional<Identity> before) {
    boolean lost = opened.damage().isPresent() || opened.facts().isEmpty();
    if (before.isEmpty() || !lost || AgentState.of(opened.facts()).id().isPresent()) {
      return opened.facts();
    }
    AgentId agent = before.get().agent();
    LOG.error(
        "The checkpoint does not say who the agent is: it goes on as {}, so that its volumes keep"
            + " their agent. Tasks that its checkpoint does not know are ended.",
        agent);
    List<AgentEvent.Durable> named = new ArrayList<>();
    named.add(new AgentEvent.AgentNamed(agent));
    named.addAll(opened.facts());
    opened.journal().compact(named);
    return named;
  }

  private static void comparePlaces(
      Identity before, String workDir, String master, AgentState state) throws IOException {
    if (!before.workDir().equals(workDir)) {
      if (!state.liveTasks().isEmpty()) {
        throw new WorkDirMovedException(before.workDir(), workDir);
      }
      LOG.warn("The work directory was moved from {} to {}", before.workDir(), workDir);
    }
    if (!before.master().equals(master)) {
      LOG.warn(
          "This work directory was last used with --master {}, and now with {}. If these are"
              + " different clusters, end this agent now and give it another --work-dir: the agent"
              + " {} and its {} tasks belong to the first.",
          before.master(),
          master,
          before.agent(),
          state.tasks().size());
    }
  }
}
