package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as it is written, byte after byte. For very many values; not thread-safe. */
final class JsonBytes {

  private static final int FIRST_CAPACITY = 256;
  private static final int LONGEST_NUMBER = 20;
  private static final int MILLIS = 1000;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Of seven bits. */
  JsonBytes raw(char character) {
    reserve(1);
    bytes[size++] = (byte) character;
    return this;
  }

  JsonBytes append(JsonBytes other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    return this;
  }

  /** Takes back the comma that was written last, if it was. */
  JsonBytes dropComma() {
    if (size > 0 && bytes[size - 1] == ',') {
      size--;
    }
    return this;
  }

  JsonBytes name(String name) {
    return text(name).raw(':');
  }

  JsonBytes text(String text) {
    int length = text.length();
    reserve(length + 2);
    int at = size;
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~' || character == '"' || character == '\\') {
        return quoted(text);
      }
      bytes[at++] = (byte) character;
    }
    bytes[at++] = '"';
    size = at;
    return this;
  }

  private JsonBytes quoted(String text) {
    byte[] utf8 = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    reserve(utf8.length + 2);
    raw('"');
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return raw('"');
  }

  JsonBytes number(long number) {
    if (number < 0) {
      byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
      reserve(digits.length);
      System.arraycopy(digits, 0, bytes, size, digits.length);
      size += digits.length;
      return this;
    }
    reserve(LONGEST_NUMBER);
    int end = size + digits(number);
    int at = end;
    long left = number;
    do {
      bytes[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    size = end;
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long left = number; left >= 10; left /= 10) {
      digits++;
    }
    return digits;
  }

  /** Thousandths as they are read: {@code 500} is {@code 0.5}. */
  JsonBytes millis(long millis) {
    if (millis < 0) {
      return raw('-').millis(-millis);
    }
    number(millis / MILLIS);
    int rest = (int) (millis % MILLIS);
    if (rest > 0) {
      raw('.');
      for (int place = MILLIS / 10; rest > 0; place /= 10) {
        raw((char) ('0' + rest / place));
        rest %= place;
      }
    }
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
