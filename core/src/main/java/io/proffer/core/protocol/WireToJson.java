package io.proffer.core.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a serialized message as JSON, field by field as it stands on the wire. Going by the wire
 * instead of the message's accessors needs neither reflection nor boxing, and text goes through
 * without ever becoming a String.
 *
 * <p>It relies on what generated code guarantees: fields stand in the order of their numbers, the
 * values of one field together, and unknown ones last. (Of the latter, those of {@link V1Additions}
 * have a name.)
 */
final class WireToJson {

  private final WireReader wire;
  private final JsonGenerator out;
  private final boolean takesUtf8;

  WireToJson(byte[] wire, JsonGenerator out) {
    this.wire = new WireReader(wire);
    this.out = out;
    this.takesUtf8 = out instanceof UTF8JsonGenerator;
  }

  /** Writes the message that ends at {@code end}, from the current position. */
  void message(MessagePlan plan, int end) throws IOException {
    out.writeStartObject();
    FieldPlan open = null;
    int absent = 0;
    while (wire.at() < end) {
      int tag = wire.varint32();
      FieldPlan field = plan.byTag(tag);
      if (field == null || isUnknownEnum(field)) {
        wire.skip(tag);
        continue;
      }
      if (open == null || open.number() != field.number()) {
        close(open);
        absent = writeAbsent(plan, absent, field.number());
        open = open(field);
      }
      values(field);
    }
    close(open);
    writeAbsent(plan, absent, Integer.MAX_VALUE);
    out.writeEndObject();
  }

  /** Values of a newer enum are kept by protobuf as unknown fields; older readers see none. */
  private boolean isUnknownEnum(FieldPlan field) {
    EnumPlan enumeration = field.enumeration();
    if (enumeration == null || field.packed()) {
      return false;
    }
    int start = wire.at();
    boolean unknown = enumeration.name(wire.varint32()) == null;
    wire.moveTo(start);
    return unknown;
  }

  private @Nullable FieldPlan open(FieldPlan field) throws IOException {
    out.writeFieldName(field.name());
    if (field.map()) {
      out.writeStartObject();
    } else if (field.repeated()) {
      out.writeStartArray();
    } else {
      return null;
    }
    return field;
  }

  private void close(@Nullable FieldPlan open) throws IOException {
    if (open == null) {
      return;
    }
    if (open.map()) {
      out.writeEndObject();
    } else {
      out.writeEndArray();
    }
  }

  /**
   * Writes what is to be written though not set, below field {@code number}.
   *
   * @param next the first of {@link MessagePlan#writtenWhenAbsent} not yet passed
   * @return the same for the next call
   */
  private int writeAbsent(MessagePlan plan, int next, int number) throws IOException {
    FieldPlan[] fields = plan.writtenWhenAbsent();
    int at = next;
    while (at < fields.length && fields[at].number() < number) {
      out.writeFieldName(fields[at].name());
      out.writeRawValue(Objects.requireNonNull(fields[at].whenAbsent()));
      at++;
    }
    return at < fields.length && fields[at].number() == number ? at + 1 : at;
  }

  private void values(FieldPlan field) throws IOException {
    if (field.map()) {
      mapEntry(Objects.requireNonNull(field.message()));
    } else if (field.packed()) {
      int length = wire.varint32();
      int end = wire.at() + length;
      while (wire.at() < end) {
        value(field);
      }
    } else {
      value(field);
    }
  }

  private void mapEntry(MessagePlan entry) throws IOException {
    int length = wire.varint32();
    int end = wire.at() + length;
    String key = entry.mapKey().type() == FieldDescriptor.Type.STRING ? "" : "0";
    int valueAt = -1;
    while (wire.at() < end) {
      int tag = wire.varint32();
      if (tag == entry.mapKey().tag()) {
        key = mapKey(entry.mapKey());
      } else {
        valueAt = tag == entry.mapValue().tag() ? wire.at() : valueAt;
        wire.skip(tag);
      }
    }
    out.writeFieldName(key);
    if (valueAt < 0) {
      out.writeNull();
    } else {
      wire.moveTo(valueAt);
      value(entry.mapValue());
      wire.moveTo(end);
    }
  }

  private String mapKey(FieldPlan key) {
    return switch (key.type()) {
      case STRING -> {
        int length = wire.varint32();
        int start = wire.at();
        wire.moveTo(start + length);
        yield new String(wire.bytes(), start, length, StandardCharsets.UTF_8);
      }
      case BOOL -> Boolean.toString(wire.varint32() != 0);
      case INT32, INT64 -> Long.toString(wire.varint64());
      case UINT32, UINT64 -> Long.toUnsignedString(wire.varint64());
      case SINT32, SINT64 -> Long.toString(CodedInputStream.decodeZigZag64(wire.varint64()));
      case FIXED32 -> Integer.toUnsignedString(wire.fixed32());
      case SFIXED32 -> Integer.toString(wire.fixed32());
      case FIXED64 -> Long.toUnsignedString(wire.fixed64());
      case SFIXED64 -> Long.toString(wire.fixed64());
      case FLOAT, DOUBLE, BYTES, ENUM, MESSAGE, GROUP ->
          throw new IllegalStateException("no map has keys of type " + key.type());
    };
  }

  private void value(FieldPlan field) throws IOException {
    switch (field.type()) {
      case BOOL -> out.writeBoolean(wire.varint32() != 0);
      case INT32 -> out.writeNumber(wire.varint32());
      case INT64 -> out.writeNumber(wire.varint64());
      case UINT32 -> out.writeNumber(wire.varint32() & 0xffffffffL);
      case UINT64 -> unsigned(wire.varint64());
      case SINT32 -> out.writeNumber(CodedInputStream.decodeZigZag32(wire.varint32()));
      case SINT64 -> out.writeNumber(CodedInputStream.decodeZigZag64(wire.varint64()));
      case FIXED32 -> out.writeNumber(wire.fixed32() & 0xffffffffL);
      case SFIXED32 -> out.writeNumber(wire.fixed32());
      case FIXED64 -> unsigned(wire.fixed64());
      case SFIXED64 -> out.writeNumber(wire.fixed64());
      case FLOAT -> floating(Float.intBitsToFloat(wire.fixed32()));
      case DOUBLE -> floating(Double.longBitsToDouble(wire.fixed64()));
      case ENUM -> enumeration(Objects.requireNonNull(field.enumeration()));
      case STRING -> text();
      case BYTES -> bytes();
      case MESSAGE -> {
        int length = wire.varint32();
        message(Objects.requireNonNull(field.message()), wire.at() + length);
      }
      case GROUP -> throw new IllegalStateException("groups have no plan");
    }
  }

  private void unsigned(long value) throws IOException {
    if (value >= 0) {
      out.writeNumber(value);
    } else {
      out.writeNumber(Long.toUnsignedString(value));
    }
  }

  private void floating(double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(JsonDouble.text(value));
    } else {
      out.writeString(Double.toString(value));
    }
  }

  private void floating(float value) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(JsonDouble.text(value));
    } else {
      out.writeString(Float.toString(value));
    }
  }

  private void enumeration(EnumPlan enumeration) throws IOException {
    int number = wire.varint32();
    SerializableString name = enumeration.name(number);
    if (name == null) {
      out.writeNumber(number);
    } else {
      out.writeString(name);
    }
  }

  /** Only plain ASCII goes through as it is: protobuf does not promise that text is valid UTF-8. */
  private void text() throws IOException {
    int length = wire.varint32();
    int start = wire.at();
    wire.moveTo(start + length);
    if (takesUtf8 && isAscii(wire.bytes(), start, start + length)) {
      out.writeUTF8String(wire.bytes(), start, length);
    } else {
      out.writeString(new String(wire.bytes(), start, length, StandardCharsets.UTF_8));
    }
  }

  private void bytes() throws IOException {
    int length = wire.varint32();
    int start = wire.at();
    wire.moveTo(start + length);
    out.writeBinary(wire.bytes(), start, length);
  }

  private static boolean isAscii(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
