package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small objects as JSON. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int FIRST_CAPACITY = 8192;
  private static final long MILLIS = 1000;

  private Json() {}

  /** Writes the fields of an object. */
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_CAPACITY);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** Thousandths as they are read: {@code 500} is {@code 0.5}. */
  static void millis(JsonGenerator out, long millis) throws IOException {
    if (millis % MILLIS == 0) {
      out.writeNumber(millis / MILLIS);
    } else {
      out.writeNumber(millis / (double) MILLIS);
    }
  }
}
