package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where it is written down how processes ended. Linux tells that to a process' parent alone; for a
 * task that is to outlive the agent this is a shell, which writes it here, so that an agent that is
 * not the parent knows too.
 *
 * @param directory outside of all sandboxes
 */
record ExitRecords(Path directory) {

  private static final Logger LOG = LoggerFactory.getLogger(ExitRecords.class);
  private static final int SIGNALED = 128;
  private static final int LAST_SIGNAL = 31;

  /** The file into which the shell is to write. */
  Path file(ContainerId container) throws LaunchException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          "the directory "
              + directory
              + " for exit statuses cannot be made: "
              + IoTrouble.describe(e));
    }
    return at(container);
  }

  private Path at(ContainerId container) {
    return directory.resolve(container.value());
  }

  /** How a container ended; empty when that was not written. */
  Optional<ContainerExit> read(ContainerId container) {
    try {
      return Optional.of(meaning(Integer.parseInt(Files.readString(at(container)).strip())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // the shell was killed too, or the disk was full
    }
  }

  /** What a shell's status says about the command it ran: from 129 on it names a signal. */
  static ContainerExit meaning(int status) {
    int signal = status - SIGNALED;
    return signal > 0 && signal <= LAST_SIGNAL
        ? new ContainerExit.Signaled(signal)
        : new ContainerExit.Exited(status);
  }

  void remove(ContainerId container) {
    delete(at(container));
  }

  /** Removes all others: their ends were told, but an agent died before it removed them. */
  void retain(Set<ContainerId> containers) {
    try (DirectoryStream<Path> records = Files.newDirectoryStream(directory)) {
      for (Path record : records) {
        if (!containers.contains(new ContainerId(directory.relativize(record).toString()))) {
          delete(record);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no task was ever recorded here");
    } catch (IOException e) {
      LOG.warn("Old exit statuses are kept: {}", IoTrouble.describe(e));
    }
  }

  private static void delete(Path record) {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      LOG.debug("{} cannot be removed: {}", record, IoTrouble.describe(e));
    }
  }
}
