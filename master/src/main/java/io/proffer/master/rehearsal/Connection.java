package io.proffer.master.rehearsal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of an HTTP/1.1 client as the pretended clients need. The JDK's own takes more time than
 * the master that is to be rehearsed, and would have itself compiled instead.
 */
final class Connection implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_LINE_BYTES = 8_192;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_BODY_BYTES = 64 << 20;
  private static final int HEX = 16;

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final InputStream in;

  /** The beginning of an answer; header names are in lower case. */
  record Head(int status, Map<String, String> headers) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    private boolean chunked() {
      return "chunked".equalsIgnoreCase(header("transfer-encoding"));
    }
  }

  /**
   * @param port at the loopback interface
   */
  Connection(int port) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      out = socket.getOutputStream();
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * @param head the request line and headers, each ended by CR LF, without the length of the body
   */
  void send(String head, byte[] body) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length + 64);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(
        ("Host: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    request.writeTo(out);
  }

  Head head() throws IOException {
    String status = line();
    String[] parts = status.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("not an answer of HTTP: " + status);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      if (colon < 0 || headers.size() == MAX_HEADERS) {
        throw new IOException("not a header of HTTP: " + header);
      }
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new Head(number(parts[1], 10), headers);
  }

  /** The whole body of an answer that has an end. */
  byte[] body(Head head) throws IOException {
    if (!head.chunked()) {
      return exactly(number(head.headers().getOrDefault("content-length", "0"), 10));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part = chunk(); part.length > 0; part = chunk()) {
      if (body.size() + part.length > MAX_BODY_BYTES) {
        throw new IOException("an answer of more than " + MAX_BODY_BYTES + " bytes");
      }
      body.writeBytes(part);
    }
    return body.toByteArray();
  }

  /** The next part of an answer that may have no end; empty at its end. */
  byte[] chunk() throws IOException {
    byte[] part = exactly(number(line(), HEX));
    line();
    return part;
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > MAX_BODY_BYTES) {
      throw new IOException("an answer of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (line.length() == MAX_LINE_BYTES) {
        throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
      }
      line.append((char) next);
    }
    int last = line.length() - 1;
    return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }

  private static int number(String text, int radix) throws IOException {
    try {
      return Integer.parseInt(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("not a number: " + text, e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
