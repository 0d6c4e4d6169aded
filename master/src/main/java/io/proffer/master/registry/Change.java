package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * What a fact changes of what is kept.
 *
 * @param value what stands there from now on; empty when nothing does
 */
record Change(Section section, String key, Optional<ByteString> value) {

  static Change put(Section section, String key, ByteString value) {
    return new Change(section, key, Optional.of(value));
  }

  static Change remove(Section section, String key) {
    return new Change(section, key, Optional.empty());
  }
}
