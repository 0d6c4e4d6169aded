package io.proffer.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes rows as JSON, indented, since people read it too. */
public final class JsonText {

  private JsonText() {}

  /** Something that writes itself. */
  @FunctionalInterface
  public interface Body {
    /** Writes exactly one JSON value. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** An array with one object a row. */
  static <R> String array(List<Column<R>> columns, List<R> rows) {
    return of(
        json -> {
          json.writeStartArray();
          for (R row : rows) {
            write(json, columns, row);
          }
          json.writeEndArray();
        });
  }

  /** One row on a line of its own. */
  static <R> String line(List<Column<R>> columns, R row) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, columns, row);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing JSON to memory", impossible);
    }
    return text.toString();
  }

  private static <R> void write(JsonGenerator json, List<Column<R>> columns, R row)
      throws IOException {
    json.writeStartObject();
    for (Column<R> column : columns) {
      json.writeFieldName(column.key());
      write(json, column.cell().apply(row));
    }
    json.writeEndObject();
  }

  /** Any body as text. */
  public static String of(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      body.writeTo(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing JSON to memory", impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Cell cell) throws IOException {
    switch (cell) {
      case Cell.Text text -> json.writeString(text.value());
      case Cell.Count count -> json.writeNumber(count.value());
      case Cell.Amount amount -> json.writeNumber(amount.value());
      case Cell.Words words -> {
        json.writeStartArray();
        for (String word : words.values()) {
          json.writeString(word);
        }
        json.writeEndArray();
      }
    }
  }
}
