package io.proffer.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON form of protobuf messages as Mesos has it, which is not the one of protobuf's own {@code
 * JsonFormat}.
 *
 * <p><b>Writing.</b> Names are those of the {@code .proto} file; 64-bit integers are numbers; a
 * double always has a point or an exponent ({@code 2.0}); infinities are the strings {@code
 * "Infinity"} and {@code "-Infinity"}; enums are their names; bytes are padded base64; maps are
 * objects; {@code google.protobuf.Duration} is an object like any other. A field that is not set is
 * left out unless it has an explicit default and is not deprecated: then the default is written. An
 * empty list is left out, except in the operator API's answers GET_AGENTS, GET_EXECUTORS,
 * GET_FRAMEWORKS and GET_TASKS, also where they stand within another message, as in GET_STATE.
 *
 * <p><b>Reading.</b> Unknown keys are ignored. Of a key given twice the last counts. {@code null}
 * means not set. An unknown enum value counts as not set; an enum's number is not taken. Numbers
 * and booleans may come as strings. Where a list is wanted, one value counts as a list of one. A
 * number that does not fit its field is an error; digits after the point of an integer are cut off.
 * A missing required field is an error that names its path.
 *
 * <p>All methods may be called from any thread.
 */
public final class MesosJson {

  /** Text beyond the basic plane stays UTF-8 as Mesos writes it, instead of a pair of escapes. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /**
   * A large text is put together of parts: an array that grows by doubling takes memory that was
   * never used before, which costs more than all the writing.
   */
  private static final int MOST_AT_ONCE = 1 << 17;

  private MesosJson() {}

  /** The JSON text of a message, in UTF-8 and without a newline. */
  public static byte[] write(MessageOrBuilder message) {
    byte[] wire = serialized(message);
    ByteArrayBuilder text = new ByteArrayBuilder(Math.min(2 * wire.length + 64, MOST_AT_ONCE));
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(message, wire, out);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return text.toByteArray();
  }

  /**
   * Writes a message as the next value of a larger JSON text.
   *
   * @throws IOException only from where {@code out} writes to
   */
  public static void write(MessageOrBuilder message, JsonGenerator out) throws IOException {
    write(message, serialized(message), out);
  }

  /**
   * Reads a message from a JSON text that holds one object.
   *
   * @param json the text in UTF-8
   * @param prototype any message of the wanted type, usually its default instance
   * @throws MalformedMessageException when the text is no JSON, does not fit the message, or lacks
   *     a required field; the message names the line and column or the JSON path
   */
  public static <M extends Message> M read(byte[] json, M prototype)
      throws MalformedMessageException {
    try (JsonParser in = FACTORY.createParser(json)) {
      expect(in, JsonToken.START_OBJECT, "an object");
      M message = message(in, json.length, prototype);
      requireEnd(in);
      return message;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
  }

  /**
   * Reads messages from a JSON text that holds an array of objects.
   *
   * @see #read(byte[], Message)
   */
  public static <M extends Message> List<M> readList(byte[] json, M prototype)
      throws MalformedMessageException {
    try (JsonParser in = FACTORY.createParser(json)) {
      expect(in, JsonToken.START_ARRAY, "an array");
      List<M> messages = new ArrayList<>();
      for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new MalformedMessageException(
              "[%d]: expected an object, found %s".formatted(messages.size(), kind(token)));
        }
        messages.add(element(in, messages.size(), prototype));
      }
      requireEnd(in);
      return messages;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  private static byte[] serialized(MessageOrBuilder message) {
    return switch (message) {
      case Message built -> built.toByteArray();
      case Message.Builder builder -> builder.buildPartial().toByteArray();
      default -> throw new IllegalArgumentException("neither message nor builder: " + message);
    };
  }

  private static void write(MessageOrBuilder message, byte[] wire, JsonGenerator out)
      throws IOException {
    MessagePlan plan = MessagePlans.of(message.getDescriptorForType());
    new WireToJson(wire, out).message(plan, wire.length);
  }

  private static <M extends Message> M element(JsonParser in, int index, M prototype)
      throws IOException, MalformedMessageException {
    try {
      return message(in, 0, prototype);
    } catch (MalformedMessageException e) {
      throw new MalformedMessageException("[" + index + "]: " + e.getMessage(), e);
    }
  }

  private static <M extends Message> M message(JsonParser in, int expectedBytes, M prototype)
      throws IOException, MalformedMessageException {
    WireBuffer wire = new WireBuffer(expectedBytes);
    JsonToWire reader = new JsonToWire(in, wire);
    reader.message(MessagePlans.of(prototype.getDescriptorForType()));
    M message = RequiredFields.parsePartial(wire.bytes(), 0, wire.size(), prototype);
    if (!message.isInitialized()) {
      String unknownEnum = reader.unknownEnumOfRequiredField();
      throw new MalformedMessageException(
          unknownEnum != null ? unknownEnum : RequiredFields.missing(message));
    }
    return message;
  }

  private static void expect(JsonParser in, JsonToken wanted, String name)
      throws IOException, MalformedMessageException {
    JsonToken token = in.nextToken();
    if (token == null) {
      throw new MalformedMessageException("Expected " + name + " in JSON, found nothing");
    }
    if (token != wanted) {
      throw new MalformedMessageException(
          "Expected %s in JSON, found %s".formatted(name, kind(token)));
    }
  }

  private static void requireEnd(JsonParser in) throws IOException, MalformedMessageException {
    if (in.nextToken() != null) {
      throw new MalformedMessageException(
          "Malformed JSON at line %d, column %d: text after its end"
              .formatted(
                  in.currentTokenLocation().getLineNr(), in.currentTokenLocation().getColumnNr()));
    }
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "no value";
    };
  }

  private static MalformedMessageException malformed(JsonProcessingException e) {
    String reason =
        e instanceof JsonEOFException ? "the text ends too early" : e.getOriginalMessage();
    String where =
        e.getLocation() == null
            ? ""
            : " at line %d, column %d"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return new MalformedMessageException("Malformed JSON" + where + ": " + reason, e);
  }
}
