package io.proffer.conformance;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP/1.1 by hand, so that nothing is between a test and what is on the wire. */
final class Http implements Closeable {

  static final List<String> JSON =
      List.of("Content-Type: application/json", "Accept: application/json");

  private static final int TIMEOUT_MS = 30_000;

  /**
   * @param headers by their names in lower case
   */
  record Head(int status, Map<String, String> headers) {
    boolean chunked() {
      return headers.getOrDefault("transfer-encoding", "").equals("chunked");
    }
  }

  record Answer(Head head, ByteString body) {
    String text() {
      return body.toStringUtf8();
    }
  }

  private final Socket socket;
  private final InputStream in;

  private Http(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param address {@code host:port}
   */
  static Http connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
        TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    return new Http(socket);
  }

  /** One request on a connection of its own. */
  static Answer ask(String address, String method, String target, List<String> headers, byte[] body)
      throws IOException {
    try (Http http = connect(address)) {
      http.send(method, target, headers, body);
      return http.answer();
    }
  }

  void send(String method, String target, List<String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: master\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    socket.getOutputStream().write(request.toByteArray());
    socket.getOutputStream().flush();
  }

  Head head() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(status, headers);
  }

  private Answer answer() throws IOException {
    Head head = head();
    if (!head.chunked()) {
      int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
      return new Answer(head, ByteString.copyFrom(in.readNBytes(length)));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
      body.writeBytes(chunk);
    }
    return new Answer(head, ByteString.copyFrom(body.toByteArray()));
  }

  /** The next chunk of a chunked answer, whenever it comes; empty when it was the last. */
  byte[] chunk() throws IOException {
    byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
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
