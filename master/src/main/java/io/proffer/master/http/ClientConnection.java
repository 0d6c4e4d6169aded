package io.proffer.master.http;

import akka.http.javadsl.model.HttpRequest;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import io.proffer.master.actor.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * The connection that a client's requests come on. A client that closes its side of it has gone,
 * and with it whoever would have read the streams it carries: an answer that is still being written
 * would otherwise not notice before its next record. Thread-safe.
 */
final class ClientConnection {

  private final List<Outbox<?>> streams = new ArrayList<>();
  private boolean closed;

  /** The outbox's client is lost when this connection is closed, at the latest. */
  void carries(Outbox<?> stream) {
    synchronized (this) {
      if (!closed) {
        streams.add(stream);
        return;
      }
    }
    stream.gone();
  }

  private void close() {
    List<Outbox<?>> carried;
    synchronized (this) {
      closed = true;
      carried = List.copyOf(streams);
      streams.clear();
    }
    carried.forEach(Outbox::gone);
  }

  /** A request and the connection it came on. */
  record Arrived(HttpRequest request, ClientConnection connection) {}

  /** Stands where the requests of a connection enter, one for each connection. */
  static final class Entry extends GraphStage<FlowShape<HttpRequest, Arrived>> {

    private final Inlet<HttpRequest> in = Inlet.create("Entry.in");
    private final Outlet<Arrived> out = Outlet.create("Entry.out");

    @Override
    public FlowShape<HttpRequest, Arrived> shape() {
      return FlowShape.of(in, out);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
      ClientConnection connection = new ClientConnection();
      return new GraphStageLogic(shape()) {
        {
          setHandler(
              in,
              new AbstractInHandler() {
                @Override
                public void onPush() {
                  push(out, new Arrived(grab(in), connection));
                }
              });
          setHandler(
              out,
              new AbstractOutHandler() {
                @Override
                public void onPull() {
                  pull(in);
                }
              });
        }

        @Override
        public void postStop() {
          connection.close();
        }
      };
    }
  }
}
