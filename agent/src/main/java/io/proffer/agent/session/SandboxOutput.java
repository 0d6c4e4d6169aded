package io.proffer.agent.session;

import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.sandbox.logs.LogLimits;
import io.proffer.agent.sandbox.logs.LogWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a nested container says to the files {@code stdout} and {@code stderr}, of which no
 * more is kept than of a task's.
 */
final class SandboxOutput implements OutputSink {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxOutput.class);
  private static final String DIRECTORY = "containers";

  private final LogWriter stdout;
  private final LogWriter stderr;

  private SandboxOutput(LogWriter stdout, LogWriter stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Makes a nested container's own directory in the sandbox it is in, and the files in it.
   *
   * @param name of the nested container
   */
  static SandboxOutput in(Path sandbox, String name, LogLimits limits) throws IOException {
    Path directory = make(make(sandbox.resolve(DIRECTORY)).resolve(name));
    LogWriter stdout = LogWriter.open(directory.resolve("stdout"), limits);
    try {
      return new SandboxOutput(stdout, LogWriter.open(directory.resolve("stderr"), limits));
    } catch (IOException e) {
      stdout.close();
      throw e;
    }
  }

  /** The task may have put a link there, to have the agent write elsewhere. */
  private static Path make(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(directory.toString());
      }
      Files.createDirectory(directory);
    }
    return directory;
  }

  @Override
  public void said(Output output) throws IOException {
    (output.error() ? stderr : stdout).write(output.bytes().asReadOnlyByteBuffer(), Instant.now());
  }

  @Override
  public void ended() {
    try (stdout;
        stderr) {
      LOG.debug("the output is complete");
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }
}
