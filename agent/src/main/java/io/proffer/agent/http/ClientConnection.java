package io.proffer.agent.http;

import akka.NotUsed;
import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpProtocols;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Connection;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.javadsl.Flow;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The connection that a client's requests come on. A client that closes its side of it has gone: an
 * answer that is still being written would otherwise not notice before it has something to say.
 * Thread-safe.
 */
final class ClientConnection {

  private static final AttributeKey<ClientConnection> KEY =
      AttributeKey.create("client-connection", ClientConnection.class);

  private final List<Runnable> actions = new ArrayList<>();
  private boolean closed;

  /** Stands where the requests of a connection enter. */
  static Flow<HttpRequest, HttpRequest, NotUsed> entry() {
    return Flow.fromGraph(new Entry());
  }

  /**
   * Runs when the client of a request has closed its connection. Not for a client that has said
   * beforehand that it sends no other request: it cannot be told from one that has gone.
   */
  static void whenClosed(HttpRequest request, Runnable action) {
    boolean last =
        request.protocol().equals(HttpProtocols.HTTP_1_0)
            || request.getHeader(Connection.class).filter(ClientConnection::hasClose).isPresent();
    if (!last) {
      request.getAttribute(KEY).ifPresent(c -> c.whenClosed(action));
    }
  }

  private static boolean hasClose(Connection header) {
    return header.value().toLowerCase(Locale.ROOT).contains("close");
  }

  private void whenClosed(Runnable action) {
    synchronized (this) {
      if (!closed) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  private void close() {
    List<Runnable> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(actions);
      actions.clear();
    }
    all.forEach(Runnable::run);
  }

  /** Gives each request its connection; there is one of these for each connection. */
  private static final class Entry extends GraphStage<FlowShape<HttpRequest, HttpRequest>> {

    private final Inlet<HttpRequest> in = Inlet.create("Entry.in");
    private final Outlet<HttpRequest> out = Outlet.create("Entry.out");

    @Override
    public FlowShape<HttpRequest, HttpRequest> shape() {
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
                  push(out, grab(in).addAttribute(KEY, connection));
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
