package io.proffer.master;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Speaks HTTP/1.1 by hand, so that tests see what is really on the wire. */
public final class RawHttp implements Closeable {

  private static final int TIMEOUT_MS = 20_000;

  /** Status and headers, the names in lower case. */
  public record Head(int status, Map<String, String> headers) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** A whole answer. */
  public record Answer(Head head, ByteString body) {
    public int status() {
      return head.status();
    }

    public String text() {
      return body.toStringUtf8();
    }
  }

  private final Socket socket;
  private final InputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawHttp connect(MasterServer master) {
    return connect(master, 0);
  }

  /**
   * @param receiveBuffer the size of the socket's, so that a client that does not read is soon felt
   */
  public static RawHttp connect(MasterServer master, int receiveBuffer) {
    try {
      String[] address = master.address().split(":", 2);
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request on a connection of its own. */
  public static Answer ask(
      MasterServer master, String method, String target, List<String> headers, byte[] body) {
    try (RawHttp http = connect(master)) {
      http.send(method, target, headers, body);
      return http.answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Answer get(MasterServer master, String target) {
    return ask(master, "GET", target, List.of(), new byte[0]);
  }

  public static Answer postJson(MasterServer master, String target, String json) {
    return ask(
        master,
        "POST",
        target,
        List.of("Content-Type: application/json", "Accept: application/json"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  public void send(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(socket.getInetAddress().getHostAddress()).append(':');
    head.append(socket.getPort()).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    request.write(body);
    write(request.toByteArray());
  }

  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public Head head() throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(status.split(" ", 3)[1]), headers);
  }

  public Answer answer() throws IOException {
    Head head = head();
    if (head.header("transfer-encoding").isPresent()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.write(chunk);
      }
      return new Answer(head, ByteString.copyFrom(body.toByteArray()));
    }
    int length = head.header("content-length").map(Integer::parseInt).orElse(0);
    return new Answer(head, ByteString.copyFrom(in.readNBytes(length)));
  }

  /** The next chunk of a chunked answer; empty when it was the last. */
  public byte[] chunk() throws IOException {
    byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  /** Whether the server has closed the connection; waits for it. */
  public boolean isClosedByServer() {
    try {
      while (in.read() >= 0) {
        // what was still on its way
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
