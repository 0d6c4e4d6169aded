package io.proffer.frameworks.common.secret;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** Knows secrets by what apps and jobs name as their {@code source}. Thread-safe. */
@FunctionalInterface
public interface SecretStore {

  /** One that knows none. */
  SecretStore NONE = source -> Optional.empty();

  /**
   * The value of a secret, as it is now.
   *
   * @return empty when there is none of this name, or it cannot be read
   */
  Optional<ByteString> value(String source);
}
