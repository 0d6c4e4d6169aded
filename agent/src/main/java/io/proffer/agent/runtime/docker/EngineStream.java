package io.proffer.agent.runtime.docker;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the engine that goes on for as long as a container runs. docker-java reads such an
 * answer on a platform thread of its own; this one may be read on a virtual thread. It is asked for
 * in HTTP/1.0, so that what comes is the answer itself, up to the end of the connection.
 */
final class EngineStream implements AutoCloseable {

  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int DEFAULT_PORT = 2375;
  private static final int MAX_REFUSAL_BYTES = 1 << 12;

  private final SocketChannel channel;
  private final InputStream body;

  private EngineStream(SocketChannel channel, InputStream body) {
    this.channel = channel;
    this.body = body;
  }

  /**
   * @param host {@code unix:///path} or {@code tcp://host:port}
   * @throws IOException when the engine does not answer, or not with 200
   */
  static EngineStream get(URI host, String path) throws IOException {
    SocketChannel channel = connect(host);
    try {
      send(channel, "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      String status = readHeaders(in);
      if (!status.contains(" 200 ")) {
        throw new IOException("the engine answered '" + status + "'");
      }
      return new EngineStream(channel, in);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Has the engine turn a connection over to what it starts: what comes from then on is its output,
   * what goes is its input.
   *
   * @throws IOException when the engine does not answer, or refuses; the message says why
   */
  static EngineStream upgrade(URI host, String path, String json) throws IOException {
    SocketChannel channel = connect(host);
    try {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      send(
          channel,
          "POST %s HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, body.length, json));
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      String status = readHeaders(in);
      if (!status.contains(" 101 ")) {
        String why = new String(in.readNBytes(MAX_REFUSAL_BYTES), StandardCharsets.UTF_8);
        throw new IOException("the engine answered '" + status.strip() + "': " + why.strip());
      }
      return new EngineStream(channel, in);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static SocketChannel connect(URI host) throws IOException {
    boolean unix = "unix".equals(host.getScheme());
    SocketAddress address =
        unix
            ? UnixDomainSocketAddress.of(host.getPath())
            : new InetSocketAddress(
                host.getHost(), host.getPort() < 0 ? DEFAULT_PORT : host.getPort());
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads up to the empty line; gives the first. */
  private static String readHeaders(InputStream in) throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0 || headers.length() > MAX_HEADER_BYTES) {
        throw new EOFException("the engine's answer broke off");
      }
      headers.append((char) b);
    }
    return headers.substring(0, headers.indexOf("\r\n")) + " ";
  }

  /** Blocks until all of it is on its way. */
  void write(byte[] input) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Nothing more is sent; what comes is still read. */
  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
