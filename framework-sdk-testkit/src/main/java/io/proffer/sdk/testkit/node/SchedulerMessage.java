package io.proffer.sdk.testkit.node;

import com.google.protobuf.ByteString;
import io.proffer.sdk.testkit.engine.Payload;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** What travels over a connection to the scheduler API. */
sealed interface SchedulerMessage extends Payload {

  /** A request: a call and the stream it belongs to; none for SUBSCRIBE. */
  record Request(Optional<String> streamId, Call call) implements SchedulerMessage {
    @Override
    public ByteString bytes() {
      return call.toByteString();
    }

    @Override
    public String toString() {
      return Texts.of(call);
    }
  }

  /** The answer to a request; with a stream id when events follow. */
  record Answer(int status, String message, Optional<String> streamId) implements SchedulerMessage {
    @Override
    public ByteString bytes() {
      return ByteString.copyFromUtf8(status + message);
    }

    @Override
    public String toString() {
      return status + " " + message;
    }
  }

  /** An event of a stream. */
  record StreamEvent(Event event) implements SchedulerMessage {
    @Override
    public ByteString bytes() {
      return event.toByteString();
    }

    @Override
    public String toString() {
      return Texts.of(event);
    }
  }
}
