package io.proffer.core.protocol.legacy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.MessageOrBuilder;
import io.proffer.core.protocol.MesosJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Writes JSON as the legacy endpoints have it. Not thread-safe. It writes to memory, so what the
 * generator calls an IO error is a mistake of ours.
 */
public final class LegacyWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private static final int MILLIS = 1000;
  private static final int MICROS = 1_000_000;

  /** Beyond it a double has no digits left for microseconds. */
  private static final double MAX_EXACT_SECONDS = 1e12;

  private final JsonGenerator out;

  /** Where the generator writes to when it is flushed: in parts, as large answers are too. */
  private final ByteArrayBuilder bytes;

  private LegacyWriter(JsonGenerator out, ByteArrayBuilder bytes) {
    this.out = out;
    this.bytes = bytes;
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  public interface Body {
    /** Writes to the object that was begun. */
    void write(LegacyWriter writer) throws IOException;
  }

  /** An object's bytes in UTF-8. */
  public static byte[] object(Body body) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(8192);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(new LegacyWriter(out, bytes));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Several objects, each with bytes of its own, which {@link #rendered} puts into others.
   *
   * @return in the order of the elements
   */
  public static <E> List<byte[]> each(List<E> elements, Element<E> body) {
    List<byte[]> objects = new ArrayList<>(elements.size());
    ByteArrayBuilder bytes = new ByteArrayBuilder(2048);
    for (E element : elements) {
      try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
        out.writeStartObject();
        body.write(new LegacyWriter(out, bytes), element);
        out.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("a byte array cannot fail", e);
      }
      objects.add(bytes.toByteArray());
      bytes.reset();
    }
    return objects;
  }

  /** A string field. */
  public void string(String name, String value) throws IOException {
    out.writeStringField(name, value);
  }

  /** A boolean field. */
  public void bool(String name, boolean value) throws IOException {
    out.writeBooleanField(name, value);
  }

  /** A whole number without a point. */
  public void integer(String name, long value) throws IOException {
    out.writeNumberField(name, value);
  }

  /** A count, which Mesos writes as {@code 3.0}. */
  public void count(String name, long value) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(value + ".0");
  }

  /** A number as a double has it. */
  public void number(String name, double value) throws IOException {
    out.writeNumberField(name, value);
  }

  /** Thousandths, as {@code 0.3}. */
  public void millis(String name, long millis) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(decimal(millis, MILLIS));
  }

  /** Seconds since the epoch, to the microsecond; the epoch itself is {@code 0.0}. */
  public void time(String name, Instant at) throws IOException {
    long micros = at.getEpochSecond() * MICROS + at.getNano() / 1000;
    out.writeFieldName(name);
    out.writeNumber(decimal(micros, MICROS));
  }

  /** Seconds since the epoch, as a status carries them. */
  public void seconds(String name, double seconds) throws IOException {
    out.writeFieldName(name);
    if (seconds >= 0 && seconds < MAX_EXACT_SECONDS) {
      out.writeNumber(decimal(Math.round(seconds * MICROS), MICROS));
    } else {
      out.writeNumber(seconds);
    }
  }

  /** A message as the v1 API writes it. */
  public void message(String name, MessageOrBuilder message) throws IOException {
    out.writeFieldName(name);
    MesosJson.write(message, out);
  }

  /** A nested object. */
  public void object(String name, Body body) throws IOException {
    out.writeFieldName(name);
    out.writeStartObject();
    body.write(this);
    out.writeEndObject();
  }

  /** Writes the fields of one object of a list. */
  @FunctionalInterface
  public interface Element<E> {
    /** Writes to the object that was begun. */
    void write(LegacyWriter writer, E element) throws IOException;
  }

  /** A list of objects. */
  public <E> void objects(String name, Iterable<? extends E> elements, Element<E> body)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (E element : elements) {
      out.writeStartObject();
      body.write(this, element);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /**
   * A list of objects that have been rendered before.
   *
   * @param json the bytes of each, as of {@link #each}; not checked
   */
  public <E> void rendered(String name, Iterable<? extends E> elements, Function<E, byte[]> json)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (E element : elements) {
      out.writeRawValue(""); // the comma, where one is due
      out.flush();
      bytes.write(json.apply(element));
    }
    out.writeEndArray();
  }

  /** A list of messages as the v1 API writes them. */
  public void messages(String name, Collection<? extends MessageOrBuilder> messages)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (MessageOrBuilder message : messages) {
      MesosJson.write(message, out);
    }
    out.writeEndArray();
  }

  /** A list of strings. */
  public <E> void strings(String name, Iterable<? extends E> elements, Function<E, String> text)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (E element : elements) {
      out.writeString(text.apply(element));
    }
    out.writeEndArray();
  }

  /** A list without elements. */
  public void emptyList(String name) throws IOException {
    out.writeArrayFieldStart(name);
    out.writeEndArray();
  }

  private static String decimal(long units, int unitsPerOne) {
    long whole = units / unitsPerOne;
    long part = Math.abs(units % unitsPerOne);
    StringBuilder text = new StringBuilder(24);
    if (units < 0 && whole == 0) {
      text.append('-');
    }
    text.append(whole).append('.');
    if (part == 0) {
      return text.append('0').toString();
    }
    for (int unit = unitsPerOne / 10; part > 0; unit /= 10) {
      text.append((char) ('0' + part / unit));
      part %= unit;
    }
    return text.toString();
  }
}
