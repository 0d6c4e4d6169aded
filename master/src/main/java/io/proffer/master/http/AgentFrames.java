package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.actor.OutboxReader;
import java.util.ArrayList;
import java.util.List;

/** Packs what waits for the agents of a connection into as few WebSocket messages as it takes. */
final class AgentFrames {

  /** A frame is sent when it has this size; what waits longer is in the next. */
  private static final int ENOUGH_BYTES = Math.min(1 << 20, AgentLinkCodec.MAX_FRAME_BYTES / 2);

  private static final int SMALL = 64;

  private AgentFrames() {}

  static ByteString pack(Framed<ToAgent> first, OutboxReader.More<Framed<ToAgent>> more) {
    List<Framed<ToAgent>> messages = new ArrayList<>();
    int bytes = 0;
    for (Framed<ToAgent> next = first; next != null; next = more.next()) {
      messages.add(next);
      bytes += size(next);
      if (bytes >= ENOUGH_BYTES) {
        break;
      }
    }
    return ByteString.fromArrayUnsafe(AgentLinkCodec.encodeToAgent(messages));
  }

  /** About how much a message takes on the wire. */
  static int size(Framed<ToAgent> framed) {
    return switch (framed.message()) {
      case ToAgent.RunTask m ->
          SMALL + m.framework().getSerializedSize() + m.task().getSerializedSize();
      case ToAgent.RunTaskGroup m -> {
        int tasks = m.tasks().stream().mapToInt(task -> task.getSerializedSize() + 8).sum();
        yield SMALL + tasks + m.framework().getSerializedSize() + m.executor().getSerializedSize();
      }
      case ToAgent.ExecutorMessage m -> SMALL + m.data().size();
      case ToAgent.Reregistered m -> SMALL * (1 + m.completedFrameworks().size());
      case ToAgent.Registered m -> SMALL;
      case ToAgent.Ping m -> SMALL;
      case ToAgent.KillTask m -> 2 * SMALL;
      case ToAgent.AcknowledgeUpdate m -> 2 * SMALL;
      case ToAgent.ApplyOperation m -> SMALL + m.operation().getSerializedSize();
      case ToAgent.AcknowledgeOperation m -> SMALL;
      case ToAgent.Drain m -> SMALL;
      case ToAgent.ReconcileOperations m -> SMALL * (1 + m.operations().size());
      case ToAgent.ShutdownExecutor m -> 2 * SMALL;
      case ToAgent.TeardownFramework m -> SMALL;
      case ToAgent.Shutdown m -> SMALL + m.reason().length();
    };
  }
}
