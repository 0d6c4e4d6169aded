package io.proffer.master.http.server;

import akka.util.ByteString;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import io.proffer.master.http.server.WebSocketSession.Binary;
import io.proffer.master.http.server.WebSocketSession.Message;
import io.proffer.master.http.server.WebSocketSession.Text;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that has become a WebSocket. Of one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class WebSocketConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  private final Executor turns;
  private final WebSocketSession session;
  private final ArrayDeque<Message> unheard = new ArrayDeque<>();
  private int waiting;
  private boolean closing;
  private boolean closed;

  /**
   * Messages are being written: who wakes the connection from within that waits until it is done.
   */
  private boolean proceeding;

  private WebSocketConnection(Executor turns, WebSocketSession session) {
    this.turns = turns;
    this.session = session;
  }

  /** Takes the place of the handler whose context it is given. */
  static void begin(
      ChannelHandlerContext context,
      Executor turns,
      HttpRequest request,
      Response.Upgraded upgraded) {
    WebSocketSession session = upgraded.session();
    String subprotocol = upgraded.subprotocol();
    int limit = session.maxMessageBytes();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                request.uri(), subprotocol.isEmpty() ? null : subprotocol, false, limit)
            .newHandshaker(request);
    if (handshaker == null) {
      session.closed();
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel())
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    WebSocketConnection connection = new WebSocketConnection(turns, session);
    FullHttpRequest whole =
        new DefaultFullHttpRequest(
            request.protocolVersion(), request.method(), request.uri(), Unpooled.EMPTY_BUFFER);
    whole.headers().set(request.headers());
    var shaken = handshaker.handshake(context.channel(), whole);
    context.pipeline().addLast(new WebSocketFrameAggregator(limit));
    context.pipeline().addLast(connection);
    ChannelHandlerContext own = context.pipeline().context(connection);
    context.pipeline().remove(context.handler());
    shaken.addListener(
        done -> {
          if (done.isSuccess() && !connection.closed) {
            session.open(() -> connection.wake(own));
            connection.proceed(own);
          } else {
            own.close();
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      switch ((WebSocketFrame) message) {
        case BinaryWebSocketFrame frame ->
            heard(
                context,
                new Binary(ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(frame.content()))));
        case TextWebSocketFrame frame -> heard(context, new Text(frame.text()));
        case PingWebSocketFrame frame ->
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        case CloseWebSocketFrame frame -> close(context, new CloseWebSocketFrame());
        case WebSocketFrame frame -> LOG.trace("Nothing to do for a {}", frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void heard(ChannelHandlerContext context, Message message) {
    if (!closing) {
      unheard.add(message);
      turns.execute(() -> hear(context));
    }
  }

  /** One read may bring more messages than the session takes at a time: the others wait here. */
  private void hear(ChannelHandlerContext context) {
    while (waiting < session.maxWaiting() && !unheard.isEmpty()) {
      waiting++;
      var unused =
          session
              .heard(unheard.remove())
              .whenComplete((done, failure) -> dealtWith(context, failure == null));
    }
    context.channel().config().setAutoRead(unheard.isEmpty() && waiting < session.maxWaiting());
  }

  /** Of whatever thread. */
  private void dealtWith(ChannelHandlerContext context, boolean well) {
    try {
      // Never at once: a session that is always done would otherwise be told deeper and deeper.
      context
          .executor()
          .execute(
              () -> {
                waiting--;
                if (well) {
                  turns.execute(() -> hear(context));
                } else {
                  context.close();
                }
              });
    } catch (RejectedExecutionException e) {
      LOG.trace("The port is closed", e);
    }
  }

  /** Of whatever thread. */
  private void wake(ChannelHandlerContext context) {
    if (context.executor().inEventLoop() && !proceeding) {
      proceed(context);
      return;
    }
    try {
      context.executor().execute(() -> proceed(context));
    } catch (RejectedExecutionException e) {
      LOG.trace("The port is closed", e);
    }
  }

  /**
   * Writes what there is. It may be the deciding thread that comes here: what cannot be written
   * costs this connection, and nobody else anything.
   */
  private void proceed(ChannelHandlerContext context) {
    boolean within = proceeding;
    proceeding = true;
    try {
      writeMessages(context);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("What a client is to be told cannot be written", e);
      context.close();
    } finally {
      proceeding = within;
    }
  }

  private void writeMessages(ChannelHandlerContext context) {
    boolean written = false;
    while (!closing && context.channel().isWritable()) {
      Message message = session.next();
      if (message == null) {
        Optional<String> farewell = session.farewell();
        if (farewell.isPresent()) {
          context.write(new TextWebSocketFrame(farewell.get()));
          close(context, new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        } else if (session.over()) {
          close(context, new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
        break;
      }
      written = true;
      context.write(frame(message));
    }
    if (written) {
      context.flush();
    }
  }

  private static WebSocketFrame frame(Message message) {
    return switch (message) {
      case Binary binary ->
          new BinaryWebSocketFrame(Unpooled.wrappedBuffer(binary.bytes().toArrayUnsafe()));
      case Text text -> new TextWebSocketFrame(text.text());
    };
  }

  private void close(ChannelHandlerContext context, CloseWebSocketFrame frame) {
    if (!closing) {
      closing = true;
      context.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      proceed(context);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!closed) {
      closed = true;
      session.closed();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("A WebSocket breaks", cause);
    context.close();
  }
}
