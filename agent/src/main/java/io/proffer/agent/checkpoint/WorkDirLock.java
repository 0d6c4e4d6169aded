package io.proffer.agent.checkpoint;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that one agent at a time uses a work directory. It ends with the agent's process. */
final class WorkDirLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkDirLock.class);
  private static final String FILE = "agent.lock";

  private final FileChannel file;

  private WorkDirLock(FileChannel file) {
    this.file = file;
  }

  /**
   * @throws IOException with a message for people, when another agent uses the directory
   */
  static WorkDirLock take(Path workDir, Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(file)) {
      file.close();
      throw new WorkDirInUseException(
          "another agent uses the work directory "
              + workDir
              + ": give each agent its own with --work-dir");
    }
    return new WorkDirLock(file);
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      LOG.debug("the other agent is in this process");
      return false;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("the lock cannot be given back: {}", IoTrouble.describe(e));
    }
  }
}
