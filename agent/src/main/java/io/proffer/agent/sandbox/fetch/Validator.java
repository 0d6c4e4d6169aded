package io.proffer.agent.sandbox.fetch;

import java.util.Optional;

/**
 * What tells one version of some content from another.
 *
 * @param etag as the server gave it
 * @param modifiedAt as the server gave it, or a file's
 * @param size in bytes, as far as it was told before the content came
 */
record Validator(Optional<String> etag, Optional<String> modifiedAt, Optional<Long> size) {

  /** Whether a server can be asked for the content unless it is still this. */
  boolean conditional() {
    return etag.isPresent() || modifiedAt.isPresent();
  }
}
