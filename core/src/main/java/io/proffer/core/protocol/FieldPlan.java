package io.proffer.core.protocol;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What both directions of the JSON codec need to know of one field, worked out once.
 *
 * @param tag what stands before each of its values on the wire
 * @param packed its values stand in one block on the wire; {@code tag} is that of the block
 * @param message the plan of a message or of a map's entries; null for every other type
 * @param enumeration null for every type but an enum
 * @param whenAbsent the JSON text written when the field is not set; null to leave it out
 */
record FieldPlan(
    int number,
    int tag,
    SerializableString name,
    FieldDescriptor.Type type,
    boolean repeated,
    boolean packed,
    boolean map,
    boolean required,
    @Nullable MessagePlan message,
    @Nullable EnumPlan enumeration,
    @Nullable SerializableString whenAbsent) {

  /**
   * The answers whose lists Mesos writes even when they are empty; everywhere else it leaves empty
   * lists out. It never writes the deprecated ones among them.
   */
  private static final Set<String> ALWAYS_LISTING =
      Set.of(
          "mesos.v1.master.Response.GetAgents",
          "mesos.v1.master.Response.GetExecutors",
          "mesos.v1.master.Response.GetFrameworks",
          "mesos.v1.master.Response.GetTasks",
          "mesos.v1.agent.Response.GetExecutors",
          "mesos.v1.agent.Response.GetFrameworks",
          "mesos.v1.agent.Response.GetTasks");

  static FieldPlan of(FieldDescriptor field, Function<FieldDescriptor, MessagePlan> messages) {
    boolean packed = field.isPacked();
    int wireType = packed ? WireFormat.WIRETYPE_LENGTH_DELIMITED : wireType(field.getType());
    return new FieldPlan(
        field.getNumber(),
        field.getNumber() << 3 | wireType,
        new SerializedString(field.getName()),
        field.getType(),
        field.isRepeated(),
        packed,
        field.isMapField(),
        field.isRequired(),
        field.getType() == FieldDescriptor.Type.MESSAGE ? messages.apply(field) : null,
        field.getType() == FieldDescriptor.Type.ENUM ? EnumPlan.of(field.getEnumType()) : null,
        whenAbsent(field));
  }

  /** A scalar that its message's class does not know of. */
  static FieldPlan scalar(int number, SerializableString name, FieldDescriptor.Type type) {
    int tag = number << 3 | wireType(type);
    return new FieldPlan(number, tag, name, type, false, false, false, false, null, null, null);
  }

  static int wireType(FieldDescriptor.Type type) {
    return switch (type) {
      case BOOL, INT32, INT64, UINT32, UINT64, SINT32, SINT64, ENUM -> WireFormat.WIRETYPE_VARINT;
      case FIXED32, SFIXED32, FLOAT -> WireFormat.WIRETYPE_FIXED32;
      case FIXED64, SFIXED64, DOUBLE -> WireFormat.WIRETYPE_FIXED64;
      case STRING, BYTES, MESSAGE -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
      case GROUP -> throw new IllegalArgumentException("groups have no JSON form here");
    };
  }

  private static @Nullable SerializableString whenAbsent(FieldDescriptor field) {
    if (field.getOptions().getDeprecated()) {
      return null;
    }
    if (field.isRepeated()) {
      return ALWAYS_LISTING.contains(field.getContainingType().getFullName())
          ? new SerializedString("[]")
          : null;
    }
    return field.hasDefaultValue() ? new SerializedString(defaultText(field)) : null;
  }

  private static String defaultText(FieldDescriptor field) {
    return switch (field.getDefaultValue()) {
      case EnumValueDescriptor value -> quoted(value.getName());
      case String text -> quoted(text);
      case ByteString bytes -> quoted(Base64.getEncoder().encodeToString(bytes.toByteArray()));
      case Double number -> JsonDouble.text(number);
      case Float number -> JsonDouble.text(number);
      case Integer number ->
          field.getType() == FieldDescriptor.Type.UINT32
                  || field.getType() == FieldDescriptor.Type.FIXED32
              ? Integer.toUnsignedString(number)
              : number.toString();
      case Long number ->
          field.getType() == FieldDescriptor.Type.UINT64
                  || field.getType() == FieldDescriptor.Type.FIXED64
              ? Long.toUnsignedString(number)
              : number.toString();
      case Boolean value -> value.toString();
      case Object other ->
          throw new IllegalArgumentException(field.getFullName() + " has the default " + other);
    };
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
