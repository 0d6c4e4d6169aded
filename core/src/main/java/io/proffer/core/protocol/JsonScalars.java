package io.proffer.core.protocol;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values that are neither messages nor maps, from JSON to the wire. */
final class JsonScalars {

  private static final long MAX_UINT32 = 0xffffffffL;
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
  private static final int MAX_SHOWN_CHARS = 64;

  private final WireBuffer wire;
  private final JsonPath path;
  private @Nullable String unknownEnumOfRequiredField;

  JsonScalars(WireBuffer wire, JsonPath path) {
    this.wire = wire;
    this.path = path;
  }

  @Nullable String unknownEnumOfRequiredField() {
    return unknownEnumOfRequiredField;
  }

  /** Writes the current token, which is a string, a number or a boolean. */
  void value(FieldPlan field, JsonParser in) throws IOException, MalformedMessageException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      text(field, in.getText());
    } else if (token.isNumeric()) {
      number(field, in);
    } else if (field.type() == FieldDescriptor.Type.BOOL) {
      bool(field, token == JsonToken.VALUE_TRUE);
    } else {
      throw unexpected(field, "a boolean");
    }
  }

  void text(FieldPlan field, String text) throws IOException, MalformedMessageException {
    switch (field.type()) {
      case STRING -> {
        tag(field);
        wire.string(text);
      }
      case BYTES -> {
        byte[] decoded = base64(text);
        tag(field);
        wire.bytes(decoded);
      }
      case ENUM -> enumeration(field, Objects.requireNonNull(field.enumeration()), text);
      case BOOL -> {
        String word = text.strip();
        if (!word.equals("true") && !word.equals("false")) {
          throw unexpected(field, shown(text));
        }
        bool(field, word.equals("true"));
      }
      case DOUBLE, FLOAT -> {
        if (text.equals("Infinity") || text.equals("-Infinity")) {
          floating(field, Double.parseDouble(text));
        } else {
          numberInText(field, text);
        }
      }
      case INT32, INT64, UINT32, UINT64, SINT32, SINT64, FIXED32, FIXED64, SFIXED32, SFIXED64 ->
          numberInText(field, text);
      case MESSAGE, GROUP -> throw unexpected(field, "a string");
    }
  }

  MalformedMessageException unexpected(FieldPlan field, String found) {
    return new MalformedMessageException(
        "%s: expected %s, found %s".formatted(path, expected(field), found));
  }

  private static String expected(FieldPlan field) {
    String one =
        switch (field.type()) {
          case STRING, ENUM -> "a string";
          case BYTES -> "base64 text";
          case BOOL -> "true or false";
          case DOUBLE, FLOAT -> "a number";
          case INT32, SINT32, SFIXED32 -> "a 32-bit integer";
          case INT64, SINT64, SFIXED64 -> "a 64-bit integer";
          case UINT32, FIXED32 -> "an integer from 0 to 2^32-1";
          case UINT64, FIXED64 -> "an integer from 0 to 2^64-1";
          case MESSAGE, GROUP -> "an object";
        };
    return field.repeated() && !field.map() ? "an array, each element " + one : one;
  }

  /** A string is taken where a number is wanted if it holds just a JSON number. */
  private void numberInText(FieldPlan field, String text)
      throws IOException, MalformedMessageException {
    try (JsonParser inner = MesosJson.parser(text)) {
      JsonToken token = inner.nextToken();
      if (token == null || !token.isNumeric()) {
        throw unexpected(field, shown(text));
      }
      number(field, inner);
      if (inner.nextToken() != null) {
        throw unexpected(field, shown(text));
      }
    } catch (JsonParseException e) {
      throw unexpected(field, shown(text));
    }
  }

  private void number(FieldPlan field, JsonParser in)
      throws IOException, MalformedMessageException {
    switch (field.type()) {
      case DOUBLE -> {
        double value = in.getDoubleValue();
        if (!Double.isFinite(value)) {
          throw unexpected(field, shown(in.getText()));
        }
        floating(field, value);
      }
      case FLOAT -> floating(field, in.getDoubleValue());
      case INT32 -> varint(field, integer(field, in, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> varint(field, integer(field, in, 0, MAX_UINT32));
      case INT64 -> varint(field, integer(field, in, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT64 -> varint(field, unsigned64(field, in));
      case SINT32 ->
          varint(
              field,
              CodedOutputStream.encodeZigZag64(
                  integer(field, in, Integer.MIN_VALUE, Integer.MAX_VALUE)));
      case SINT64 ->
          varint(
              field,
              CodedOutputStream.encodeZigZag64(integer(field, in, Long.MIN_VALUE, Long.MAX_VALUE)));
      case FIXED32 -> fixed32(field, integer(field, in, 0, MAX_UINT32));
      case SFIXED32 -> fixed32(field, integer(field, in, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case FIXED64 -> fixed64(field, unsigned64(field, in));
      case SFIXED64 -> fixed64(field, integer(field, in, Long.MIN_VALUE, Long.MAX_VALUE));
      case BOOL, STRING, BYTES, ENUM, MESSAGE, GROUP -> throw unexpected(field, "a number");
    }
  }

  /** Digits after the point are cut off, as Mesos does. */
  private long integer(FieldPlan field, JsonParser in, long min, long max)
      throws IOException, MalformedMessageException {
    long value;
    if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      double floating = in.getDoubleValue();
      if (floating < Long.MIN_VALUE || floating >= 0x1p63) {
        throw unexpected(field, shown(in.getText()));
      }
      value = (long) floating;
    } else if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw unexpected(field, shown(in.getText()));
    } else {
      value = in.getLongValue();
    }
    if (value < min || value > max) {
      throw unexpected(field, shown(in.getText()));
    }
    return value;
  }

  private long unsigned64(FieldPlan field, JsonParser in)
      throws IOException, MalformedMessageException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return integer(field, in, 0, Long.MAX_VALUE);
    }
    double rough = in.getDoubleValue();
    if (!(rough > -1 && rough <= 0x1p64)) {
      throw unexpected(field, shown(in.getText()));
    }
    BigInteger value = new BigDecimal(in.getText()).toBigInteger();
    if (value.signum() < 0 || value.compareTo(MAX_UINT64) > 0) {
      throw unexpected(field, shown(in.getText()));
    }
    return value.longValue();
  }

  private void enumeration(FieldPlan field, EnumPlan enumeration, String name) {
    Integer number = enumeration.number(name);
    if (number != null) {
      varint(field, number);
    } else if (field.required() && unknownEnumOfRequiredField == null) {
      unknownEnumOfRequiredField =
          "%s: unknown value %s, expected one of %s"
              .formatted(path, shown(name), enumeration.expected());
    }
  }

  /** Whitespace is skipped, and padding may be missing. */
  private byte[] base64(String text) throws MalformedMessageException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException strict) {
      int padding = text.indexOf('=');
      String digits = padding < 0 ? text : text.substring(0, padding);
      try {
        return Base64.getDecoder().decode(digits.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw new MalformedMessageException(
            "%s: not base64: %s"
                .formatted(
                    path, Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT)),
            e);
      }
    }
  }

  private void tag(FieldPlan field) {
    wire.varint(field.number() << 3 | FieldPlan.wireType(field.type()));
  }

  private void bool(FieldPlan field, boolean value) {
    varint(field, value ? 1 : 0);
  }

  private void varint(FieldPlan field, long value) {
    tag(field);
    wire.varint(value);
  }

  private void fixed32(FieldPlan field, long value) {
    tag(field);
    wire.fixed32((int) value);
  }

  private void fixed64(FieldPlan field, long value) {
    tag(field);
    wire.fixed64(value);
  }

  private void floating(FieldPlan field, double value) {
    tag(field);
    if (field.type() == FieldDescriptor.Type.FLOAT) {
      wire.fixed32(Float.floatToRawIntBits((float) value));
    } else {
      wire.fixed64(Double.doubleToRawLongBits(value));
    }
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN_CHARS
        ? "'" + text + "'"
        : "'" + text.substring(0, MAX_SHOWN_CHARS) + "...'";
  }
}
