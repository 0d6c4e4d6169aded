package io.proffer.agent.checks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP/1 answer as a check needs.
 *
 * @param location where a redirect leads
 */
record HttpAnswer(int status, Optional<String> location) {

  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int CHUNK = 1 << 13;

  /** More is nothing that anybody looks at for its status. */
  private static final long MAX_BODY_BYTES = 64L << 20;

  /** Where to look instead; empty when this is the answer. */
  Optional<String> redirect() {
    return status >= 300 && status < 400 ? location : Optional.empty();
  }

  /**
   * Reads an answer to its end.
   *
   * @throws IOException when it is no answer, has no end, or breaks off
   */
  static HttpAnswer read(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream, CHUNK);
    Budget budget = new Budget();
    while (true) {
      int status = status(line(in, budget));
      Map<String, String> headers = headers(in, budget);
      if (status >= 200) {
        skipBody(in, status, headers);
        return new HttpAnswer(status, Optional.ofNullable(headers.get("location")));
      }
      if (status == 101) {
        throw new IOException("the server changes to another protocol");
      }
    }
  }

  /** How much of lines may still be read. */
  private static final class Budget {
    private int left = MAX_HEADER_BYTES;

    void spend() throws IOException {
      if (--left < 0) {
        throw new IOException("headers of more than " + MAX_HEADER_BYTES + " bytes");
      }
    }
  }

  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    if (words.length >= 2 && words[0].startsWith("HTTP/1.") && words[1].matches("[1-9]\\d\\d")) {
      return Integer.parseInt(words[1]);
    }
    throw new IOException("not an HTTP/1 answer");
  }

  private static Map<String, String> headers(InputStream in, Budget budget) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    while (true) {
      String line = line(in, budget);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  private static String line(InputStream in, Budget budget) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the answer breaks off");
      }
      budget.spend();
      if (b == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line + "";
      }
      line.append((char) b);
    }
  }

  private static void skipBody(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    if (status == 204 || status == 304) {
      return;
    }
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (coding.endsWith("chunked")) {
      skipChunks(in);
    } else if (coding.isEmpty() && headers.containsKey("content-length")) {
      long length = number(headers.get("content-length"), 10);
      if (skip(in, length) < length) {
        throw new EOFException("the answer breaks off");
      }
    } else {
      skip(in, Long.MAX_VALUE);
    }
  }

  private static void skipChunks(InputStream in) throws IOException {
    long total = 0;
    while (true) {
      String line = line(in, new Budget());
      long size = number(line.split(";", 2)[0].strip(), 16);
      total += size;
      if (total > MAX_BODY_BYTES) {
        throw tooLong();
      }
      if (size == 0) {
        headers(in, new Budget());
        return;
      }
      if (skip(in, size) < size) {
        throw new EOFException("the answer breaks off");
      }
      line(in, new Budget());
    }
  }

  private static long number(@Nullable String digits, int radix) throws IOException {
    try {
      long number = Long.parseLong(String.valueOf(digits), radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("'" + digits + "' is no length", e);
    }
    throw new IOException("'" + digits + "' is no length");
  }

  /** Reads as many bytes, or all there are; says how many. */
  private static long skip(InputStream in, long count) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long done = 0;
    while (done < count) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, count - done));
      if (n < 0) {
        return done;
      }
      done += n;
      if (done > MAX_BODY_BYTES) {
        throw tooLong();
      }
    }
    return done;
  }

  private static IOException tooLong() {
    return new IOException("an answer of more than " + (MAX_BODY_BYTES >> 20) + " MB");
  }
}
