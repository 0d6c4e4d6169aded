package io.proffer.master.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An open port and its connections. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
public final class HttpPort implements AutoCloseable {

  /** Decides about requests, on the connection's thread: it must not block, and never fails. */
  @FunctionalInterface
  public interface Answers extends Function<Request, CompletionStage<Response>> {}

  private static final int MAX_CONNECTIONS = 16_384;
  private static final int BACKLOG = 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADERS_BYTES = 256 << 10;
  private static final int MAX_PART_BYTES = 256 << 10;

  /** Streams carry a heartbeat every 15 seconds and agents are pinged as often. */
  private static final int IDLE_SECONDS = 300;

  private static final long STOP_SECONDS = 5;

  private final EventLoopGroup loops;
  private final Channel listener;
  private final ChannelGroup connections;

  private HttpPort(EventLoopGroup loops, Channel listener, ChannelGroup connections) {
    this.loops = loops;
    this.listener = listener;
    this.connections = connections;
  }

  /**
   * Opens a port.
   *
   * @param port 0 for any that is free
   * @param name of the threads
   * @param turns runs at once what answers a request
   * @return failed with an {@link java.io.IOException} that says why it cannot be opened
   */
  public static CompletionStage<HttpPort> open(
      String host, int port, String name, Executor turns, Answers answers) {
    return open(SocketTransport.best(), host, port, name, turns, answers);
  }

  /** As the other, with sockets watched in a given way, which must be there. */
  static CompletionStage<HttpPort> open(
      SocketTransport transport,
      String host,
      int port,
      String name,
      Executor turns,
      Answers answers) {
    EventLoopGroup loops = transport.loops(name);
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    CompletableFuture<HttpPort> opened = new CompletableFuture<>();
    new ServerBootstrap()
        .group(loops)
        .channel(transport.listener())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                begin(channel, connections, turns, answers);
              }
            })
        .bind(host, port)
        .addListener(
            (ChannelFuture bound) -> {
              if (bound.isSuccess()) {
                opened.complete(new HttpPort(loops, bound.channel(), connections));
              } else {
                var unused = loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
                opened.completeExceptionally(bound.cause());
              }
            });
    return opened;
  }

  private static void begin(
      SocketChannel channel, ChannelGroup connections, Executor turns, Answers answers) {
    if (connections.size() >= MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    connections.add(channel);
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADERS_BYTES)
            .setMaxChunkSize(MAX_PART_BYTES);
    channel
        .pipeline()
        .addLast(new IdleLimit(IDLE_SECONDS))
        .addLast(new HttpServerCodec(limits))
        .addLast(new HttpConnection(turns, answers));
  }

  /** The number of the port. */
  public int number() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Closes the port and its connections. Blocks for a moment. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    loops
        .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
