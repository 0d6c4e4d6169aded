package io.proffer.sdk.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An answer of HTTP/1.1, read off a connection that may carry others after it.
 *
 * @param text the beginning of its body
 * @param last whether no other answer follows on the connection
 */
record HttpAnswer(int status, String text, boolean last) {

  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_HEADERS = 500;
  private static final int MAX_TEXT_BYTES = 4096;
  private static final int UNTIL_THE_END = -1;

  /**
   * Reads a whole answer; those that only say that one is coming are left out.
   *
   * @param first its first byte, which is read already
   * @throws IOException when the connection breaks, or carries what is no answer
   */
  static HttpAnswer read(InputStream in, int first) throws IOException {
    String line = (char) first + line(in);
    while (status(line) / 100 == 1) {
      Head interim = Head.read(in, line);
      if (interim.close()) {
        throw new IOException("the connection ended before the answer");
      }
      line = line(in);
    }
    int status = status(line);
    Head head = Head.read(in, line);
    boolean empty = status == 204 || status == 304;
    String text = empty ? "" : text(in, head);
    return new HttpAnswer(
        status,
        text,
        head.close() || (!empty && head.length() == UNTIL_THE_END && !head.chunked()));
  }

  /** What the lines before the body say of it. */
  private record Head(long length, boolean chunked, boolean close) {

    static Head read(InputStream in, String statusLine) throws IOException {
      long length = UNTIL_THE_END;
      boolean chunked = false;
      boolean close = statusLine.startsWith("HTTP/1.0");
      int count = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        if (++count > MAX_HEADERS) {
          throw new IOException("an answer has more than " + MAX_HEADERS + " headers");
        }
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = number(header.substring(header.indexOf(':') + 1).strip(), 10);
        } else if (header.startsWith("transfer-encoding:")) {
          chunked = header.contains("chunked");
        } else if (header.startsWith("connection:")) {
          close = header.contains("close");
        }
      }
      return new Head(length, chunked, close);
    }
  }

  private static String text(InputStream in, Head head) throws IOException {
    Text text = new Text();
    if (head.chunked()) {
      for (long size = chunk(in); size > 0; size = chunk(in)) {
        text.take(in, size);
        requireEmpty(line(in));
      }
      while (!line(in).isEmpty()) {
        // Trailers are of no interest.
      }
    } else {
      text.take(in, head.length() == UNTIL_THE_END ? Long.MAX_VALUE : head.length());
    }
    return text.toString();
  }

  /** Keeps the first bytes of a body and reads over the others. */
  private static final class Text {
    private final byte[] kept = new byte[MAX_TEXT_BYTES];
    private int size;

    void take(InputStream in, long count) throws IOException {
      int wanted = (int) Math.min(count, MAX_TEXT_BYTES - size);
      int got = in.readNBytes(kept, size, wanted);
      size += got;
      if (count == Long.MAX_VALUE) {
        in.transferTo(OutputStream.nullOutputStream());
      } else if (got < wanted) {
        throw new EOFException("the connection ended within an answer");
      } else {
        in.skipNBytes(count - wanted);
      }
    }

    @Override
    public String toString() {
      return new String(kept, 0, size, StandardCharsets.UTF_8);
    }
  }

  private static long chunk(InputStream in) throws IOException {
    String line = line(in);
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private static void requireEmpty(String line) throws IOException {
    if (!line.isEmpty()) {
      throw new IOException("a chunk is longer than it says");
    }
  }

  private static int status(String line) throws IOException {
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("what came is no answer of HTTP/1.1: " + line);
    }
    return (int) number(line.substring(9, 12), 10);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw new IOException("'" + text + "' in an answer is no number");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder(48);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      if (text.length() == MAX_LINE) {
        throw new IOException("an answer has a line of more than " + MAX_LINE + " bytes");
      }
      if (b != '\r') {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
