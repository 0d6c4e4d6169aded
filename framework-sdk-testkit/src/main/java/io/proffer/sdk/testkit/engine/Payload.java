package io.proffer.sdk.testkit.engine;

import com.google.protobuf.ByteString;

/**
 * What travels in one piece over a {@link Connection}. Immutable; {@code toString} is what a person
 * reads in the trace.
 */
public interface Payload {

  /** What would be on the wire. */
  ByteString bytes();
}
