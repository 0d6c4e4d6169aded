package io.proffer.master.allocator;

import io.proffer.core.model.FrameworkId;

/**
 * What has changed of what frameworks do not want to be offered. It changes nothing but what the
 * next round offers, so it is no fact of the cluster, and neither kept nor told to standbys;
 * readers of this master hear of it.
 */
public sealed interface RefusalNews {

  record Began(Refused refused) implements RefusalNews {}

  /** Its time is over, another one says as much, or its agent has changed. */
  record Ended(Refused refused) implements RefusalNews {}

  /** Everything that a framework refused in a role. */
  record AllEnded(FrameworkId framework, String role) implements RefusalNews {}
}
