package io.proffer.frameworks.common.secret;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets that are files: {@code db/password} is the file of that path below a directory. What is
 * put there is found at the next launch, which is how secrets are changed.
 */
public final class DirectorySecretStore implements SecretStore {

  private static final Logger LOG = LoggerFactory.getLogger(DirectorySecretStore.class);

  /** Secrets are sent in messages. */
  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;

  public DirectorySecretStore(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public Optional<ByteString> value(String source) {
    try {
      Path file = directory.resolve(source.replaceFirst("^/+", "")).normalize();
      if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
        LOG.warn("There is no secret '{}' in {}", source, directory);
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          LOG.warn("The secret '{}' is larger than {} bytes", source, MAX_BYTES);
          return Optional.empty();
        }
        return Optional.of(ByteString.copyFrom(bytes));
      }
    } catch (IOException | InvalidPathException unreadable) {
      LOG.warn("The secret '{}' cannot be read: {}", source, unreadable.toString());
      return Optional.empty();
    }
  }
}
