package io.proffer.agent.sandbox.fetch;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Copies a file of the agent's machine. For a task that runs as another user it is read by a
 * process of that user: the agent's own permissions are not lent to tasks.
 */
final class FileTransfer {

  private static final String SETPRIV = "/usr/bin/setpriv";
  private static final int MAX_COMPLAINT_BYTES = 1024;

  private final Transfer transfer;
  private final Path path;
  private final Optional<Owner> reader;

  FileTransfer(Transfer transfer, Path path, Optional<Owner> reader) {
    this.transfer = transfer;
    this.path = path;
    this.reader = reader;
  }

  Outcome run(Optional<Validator> known, Receiver receiver, FetchWatch watch) throws IOException {
    Validator now = validator();
    if (known.filter(now::equals).isPresent()) {
      return new Outcome.Unchanged();
    }
    long size = now.size().orElse(0L);
    transfer.refuseTooLarge(size);
    receiver.expect(size);
    if (reader.isPresent()) {
      copyAs(reader.get(), receiver, watch);
    } else {
      try (InputStream in = Files.newInputStream(path)) {
        transfer.copy(in, receiver, watch);
      }
    }
    return new Outcome.Received(now);
  }

  private Validator validator() throws FetchException {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.isRegularFile()) {
        throw new FetchException("'" + path + "' on the agent's machine is no regular file");
      }
      return new Validator(
          Optional.empty(),
          Optional.of(file.lastModifiedTime().toString()),
          Optional.of(file.size()));
    } catch (FetchException e) {
      throw e;
    } catch (IOException e) {
      throw new FetchException("on the agent's machine, " + IoTrouble.describe(e), e);
    }
  }

  private void copyAs(Owner user, Receiver receiver, FetchWatch watch) throws IOException {
    Process cat =
        new ProcessBuilder(
                List.of(
                    SETPRIV,
                    "--reuid=" + user.uid(),
                    "--regid=" + user.gid(),
                    "--init-groups",
                    "--",
                    "/bin/cat",
                    "--",
                    path.toString()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      transfer.copy(cat.getInputStream(), receiver, watch);
      byte[] complaint = cat.getErrorStream().readNBytes(MAX_COMPLAINT_BYTES);
      if (cat.waitFor() != 0) {
        throw new FetchException(
            "user '"
                + user.name()
                + "' cannot read it on the agent's machine: "
                + new String(complaint, StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      cat.destroyForcibly();
    }
  }
}
