package io.proffer.agent.actor;

import io.proffer.agent.kernel.ProviderAnswer;
import org.apache.mesos.v1.resource_provider.Protos.Event;

/** The way to the resource providers. Returns at once. */
public interface ProviderPort {

  /** Answers a call. */
  void answer(long request, ProviderAnswer answer);

  /** Sends an event on a stream, if it is still there. */
  void tell(long stream, Event event);

  /** Ends a stream after what was sent. */
  void close(long stream);
}
