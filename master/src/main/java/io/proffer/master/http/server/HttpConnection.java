package io.proffer.master.http.server;

import akka.util.ByteString;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection. Requests are decided about in the order they arrive, and answered in that
 * order. When it closes, whoever writes a stream to it is told. Of one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class HttpConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MAX_PIPELINED = 16;

  /** Who is told that a body is too large may send so much more of it before it is cut off. */
  private static final long MAX_DISCARDED_BYTES = 4 * Arriving.MAX_BODY_BYTES;

  private static final long LINGER_SECONDS = 2;

  private final Executor turns;
  private final HttpPort.Answers answers;
  private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
  private @Nullable Arriving arriving;
  private long discarded;
  private boolean closing;

  /** A client is still writing what nobody wants: it would not read the answer to a closed door. */
  private boolean lingering;

  /** What arrives is no HTTP, so nothing tells where it ends. */
  private boolean unreadable;

  private boolean inputOver;

  /**
   * Answers are being written: who wakes the connection from within that waits until it is done.
   */
  private boolean proceeding;

  HttpConnection(Executor turns, HttpPort.Answers answers) {
    this.turns = turns;
    this.answers = answers;
  }

  // ---- requests

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      HttpObject object = (HttpObject) message;
      if (closing) {
        discard(context, object);
      } else if (object.decoderResult().isFailure()) {
        malformed(context, object.decoderResult().cause());
      } else {
        if (object instanceof HttpRequest request) {
          begin(context, request);
        }
        if (object instanceof HttpContent content && arriving != null) {
          add(context, arriving, content);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    Arriving begun = new Arriving(request);
    arriving = begun;
    boolean asks = HttpUtil.is100ContinueExpected(request);
    if (begun.tooLarge()) {
      tooLarge(context, request, !asks);
    } else if (asks) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private void add(ChannelHandlerContext context, Arriving to, HttpContent content) {
    to.add(content.content());
    boolean last = content instanceof LastHttpContent;
    if (to.tooLarge()) {
      tooLarge(context, to.request(), !last);
    } else if (last) {
      arriving = null;
      arrived(context, to);
    }
  }

  private void arrived(ChannelHandlerContext context, Arriving whole) {
    HttpRequest http = whole.request();
    List<Header> headers = new ArrayList<>();
    for (Map.Entry<String, String> header : http.headers()) {
      headers.add(new Header(header.getKey(), header.getValue()));
    }
    Request request;
    try {
      request =
          Request.of(
              http.method().name(), http.uri(), headers, whole.body(), from(context.channel()));
    } catch (IllegalArgumentException e) {
      refuse(context, http, 400, "The URL is malformed: " + e.getMessage());
      return;
    }
    Exchange exchange = new Exchange(http, true);
    enqueue(context, exchange);
    turns.execute(() -> answer(context, exchange, request));
  }

  private void answer(ChannelHandlerContext context, Exchange exchange, Request request) {
    CompletionStage<Response> answer = answers.apply(request);
    var unused =
        answer.whenComplete((response, failure) -> answered(context, exchange, response, failure));
  }

  private void enqueue(ChannelHandlerContext context, Exchange exchange) {
    exchanges.add(exchange);
    if (exchanges.size() >= MAX_PIPELINED) {
      context.channel().config().setAutoRead(false);
    }
  }

  private static String from(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "an unknown address";
  }

  // ---- requests that are none

  private void malformed(ChannelHandlerContext context, Throwable cause) {
    unreadable = true;
    HttpRequest none = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    if (cause instanceof TooLongHttpLineException) {
      refuse(context, none, 414, "The URL is too long");
    } else if (cause instanceof TooLongHttpHeaderException) {
      refuse(context, none, 431, "The headers are too long");
    } else {
      refuse(context, none, 400, "This is no HTTP: " + cause.getMessage());
    }
  }

  private void tooLarge(ChannelHandlerContext context, HttpRequest request, boolean goesOn) {
    lingering = goesOn;
    refuse(
        context,
        request,
        413,
        "The body is larger than the limit of %d bytes".formatted(Arriving.MAX_BODY_BYTES));
  }

  /** Answers after what was asked before, and closes the connection. */
  private void refuse(
      ChannelHandlerContext context, HttpRequest request, int status, String message) {
    closing = true;
    arriving = null;
    Exchange exchange = new Exchange(request, false);
    ByteString text = ByteString.fromArrayUnsafe(message.getBytes(StandardCharsets.UTF_8));
    exchange.answered(
        new Response(status, List.of(), new Response.Whole("text/plain; charset=utf-8", text)));
    exchanges.add(exchange);
    proceed(context);
  }

  private void discard(ChannelHandlerContext context, HttpObject object) {
    if (object instanceof HttpContent content) {
      discarded += content.content().readableBytes();
      if (object instanceof LastHttpContent || discarded > MAX_DISCARDED_BYTES) {
        lingering = false;
        if (exchanges.isEmpty()) {
          context.close();
        }
      }
    }
  }

  // ---- answers

  /** Of whatever thread. */
  private void answered(
      ChannelHandlerContext context,
      Exchange exchange,
      @Nullable Response response,
      @Nullable Throwable failure) {
    if (response == null) {
      LOG.error("{} was not answered", exchange.request().uri(), failure);
    }
    Response given = response == null ? Response.of(500) : response;
    if (context.executor().inEventLoop()) {
      take(context, exchange, given);
      return;
    }
    try {
      context.executor().execute(() -> take(context, exchange, given));
    } catch (RejectedExecutionException e) {
      given.abandon();
    }
  }

  private void take(ChannelHandlerContext context, Exchange exchange, Response response) {
    if (!context.channel().isActive()) {
      response.abandon();
      return;
    }
    exchange.answered(response);
    if (inputOver && exchange.opensStream()) {
      context.close();
    } else {
      proceed(context);
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
      writeAnswers(context);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("What a client is to be told cannot be written", e);
      context.close();
    } finally {
      proceeding = within;
    }
  }

  private void writeAnswers(ChannelHandlerContext context) {
    boolean written = false;
    while (!exchanges.isEmpty() && context.channel().isActive()) {
      Exchange exchange = exchanges.getFirst();
      Response response = exchange.response();
      if (response == null || !context.channel().isWritable()) {
        break;
      }
      written = true;
      if (!write(context, exchange, response)) {
        break;
      }
      exchanges.removeFirst();
      if (!exchange.keepsAlive()) {
        end(context);
        return;
      }
    }
    if (written) {
      context.flush();
    }
    if (exchanges.size() < MAX_PIPELINED) {
      context.channel().config().setAutoRead(true);
    }
    if (inputOver && exchanges.isEmpty()) {
      closeWhenSent(context);
    }
  }

  /** What is written is on its way for as long as the client takes to read it. */
  private static void closeWhenSent(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** After what was written last. */
  private void end(ChannelHandlerContext context) {
    closing = true;
    var sent = context.writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (unreadable) {
      sent.addListener(done -> endOutput(context));
    } else if (!lingering) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /**
   * Nothing is written any more, and what arrives is thrown away for a moment: a socket that is
   * closed with bytes unread takes back what its client has not read yet.
   */
  private static void endOutput(ChannelHandlerContext context) {
    if (context.channel() instanceof SocketChannel socket) {
      socket.shutdownOutput();
    }
    context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  /** Writes as much of a response as there is now; true when that was the last of it. */
  private boolean write(ChannelHandlerContext context, Exchange exchange, Response response) {
    return switch (response.body()) {
      case Response.Nothing b -> {
        context.write(Heads.of(response, exchange));
        context.write(LastHttpContent.EMPTY_LAST_CONTENT);
        yield true;
      }
      case Response.Whole b -> {
        context.write(Heads.of(response, exchange));
        context.write(
            new DefaultLastHttpContent(Unpooled.wrappedBuffer(b.bytes().toArrayUnsafe())));
        yield true;
      }
      case Response.Streamed b -> stream(context, exchange, response, b.pieces());
      case Response.Upgraded b -> {
        upgrade(context, exchange, b);
        yield false;
      }
    };
  }

  private boolean stream(
      ChannelHandlerContext context, Exchange exchange, Response response, Pieces pieces) {
    if (!exchange.begun()) {
      exchange.begin();
      context.write(Heads.of(response, exchange));
      pieces.open(() -> wake(context));
    }
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      pieces.close();
      context.write(LastHttpContent.EMPTY_LAST_CONTENT);
      return true;
    }
    boolean chunked = exchange.opensStream() && exchange.takesChunks();
    while (context.channel().isWritable()) {
      if (!(chunked ? Chunks.write(context, pieces) : writePiece(context, pieces))) {
        return ended(context, pieces);
      }
    }
    return false;
  }

  /** Writes the next piece; false if there is none now. */
  private static boolean writePiece(ChannelHandlerContext context, Pieces pieces) {
    ByteString piece = pieces.next();
    if (piece != null && !piece.isEmpty()) {
      context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.toArrayUnsafe())));
    }
    return piece != null;
  }

  private static boolean ended(ChannelHandlerContext context, Pieces pieces) {
    if (pieces.failure().isPresent()) {
      context.flush();
      context.close();
      return false;
    }
    if (pieces.over()) {
      context.write(LastHttpContent.EMPTY_LAST_CONTENT);
      return true;
    }
    return false;
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

  private void upgrade(
      ChannelHandlerContext context, Exchange exchange, Response.Upgraded upgraded) {
    exchanges.remove(exchange);
    WebSocketConnection.begin(context, turns, exchange.request(), upgraded);
  }

  // ---- the connection

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
      inputEnded(context);
    }
    context.fireUserEventTriggered(event);
  }

  /** What was asked is still answered; a stream to a client that has closed its side is not. */
  private void inputEnded(ChannelHandlerContext context) {
    inputOver = true;
    if (exchanges.isEmpty()) {
      closeWhenSent(context);
    } else if (exchanges.stream().anyMatch(Exchange::opensStream)) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    exchanges.forEach(Exchange::abandon);
    exchanges.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("A connection from {} breaks", from(context.channel()), cause);
    context.close();
  }
}
