package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Writes rows as columns: one array for each field, which compresses to a fraction of what an
 * object for each row would.
 *
 * @param <R> a row
 */
final class Columns<R> {

  private static final long MILLIS = 1000;

  private final JsonGenerator out;
  private final List<R> rows;

  Columns(JsonGenerator out, List<R> rows) {
    this.out = out;
    this.rows = rows;
  }

  void text(String name, Function<R, String> value) throws IOException {
    out.writeArrayFieldStart(name);
    for (R row : rows) {
      out.writeString(value.apply(row));
    }
    out.writeEndArray();
  }

  void texts(String name, Function<R, ? extends Iterable<String>> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (R row : rows) {
      out.writeStartArray();
      for (String value : values.apply(row)) {
        out.writeString(value);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  void number(String name, ToLongFunction<R> value) throws IOException {
    out.writeArrayFieldStart(name);
    for (R row : rows) {
      out.writeNumber(value.applyAsLong(row));
    }
    out.writeEndArray();
  }

  /** Thousandths as they are read: {@code 500} is {@code 0.5}. */
  void millis(String name, ToLongFunction<R> value) throws IOException {
    out.writeArrayFieldStart(name);
    for (R row : rows) {
      millis(out, value.applyAsLong(row));
    }
    out.writeEndArray();
  }

  static void millis(JsonGenerator out, long millis) throws IOException {
    if (millis % MILLIS == 0) {
      out.writeNumber(millis / MILLIS);
    } else {
      out.writeNumber(millis / (double) MILLIS);
    }
  }

  /** Few different texts: each once, in the order of their numbers, and a number for each row. */
  void few(String name, Function<R, String> value) throws IOException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    ToIntFunction<R> numberOf =
        row -> numbers.computeIfAbsent(value.apply(row), text -> numbers.size());
    out.writeArrayFieldStart(name);
    for (R row : rows) {
      out.writeNumber(numberOf.applyAsInt(row));
    }
    out.writeEndArray();
    out.writeArrayFieldStart(name + "_");
    for (String text : numbers.keySet()) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
