package io.proffer.agent.checkpoint;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds an agent's {@link Identity}. */
final class IdentityFile {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityFile.class);
  private static final String FILE = "agent.identity";

  private final Disk disk;
  private final Path directory;
  private Optional<Identity> kept = Optional.empty();

  IdentityFile(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** What it says. A file that is damaged is kept under another name. */
  Optional<Identity> read() throws IOException {
    Optional<byte[]> bytes = disk.read(path());
    kept = bytes.flatMap(Identity::parse);
    if (bytes.isPresent() && kept.isEmpty()) {
      LOG.error(
          "{} IS DAMAGED: it is kept as {}, and written anew from the checkpoint",
          path(),
          SetAside.keep(disk, directory, FILE));
      disk.delete(path());
    }
    return kept;
  }

  /** Returns when this is what will be read, whatever happens; at once if it was before. */
  void write(Identity identity) throws IOException {
    if (!kept.equals(Optional.of(identity))) {
      ByteBuffer bytes = ByteBuffer.wrap(identity.toBytes());
      AtomicFile.replace(disk, path(), f -> f.write(bytes)).close();
      kept = Optional.of(identity);
    }
  }

  /** Nobody is to go on as this agent. */
  void remove() {
    try {
      disk.delete(path());
      disk.forceDirectory(directory);
      kept = Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", path(), IoTrouble.describe(e));
    }
  }

  private Path path() {
    return directory.resolve(FILE);
  }
}
