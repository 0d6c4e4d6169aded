package io.proffer.agent.sandbox.fetch;

import java.io.IOException;

/** The cache has no room for something; it can still be fetched without. */
final class CacheFullException extends IOException {

  private static final long serialVersionUID = 1L;

  CacheFullException() {
    super("the cache has no room");
  }
}
