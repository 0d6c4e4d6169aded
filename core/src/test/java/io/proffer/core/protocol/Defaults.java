package io.proffer.core.protocol;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** The plain rule for defaults, written without regard to speed, to hold the codec against. */
final class Defaults {

  private Defaults() {}

  /** Sets, at every depth, each field that is not set, has a default and is not deprecated. */
  static Message set(Message message) {
    Message.Builder builder = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        continue; // No v1 map has values with defaults.
      }
      if (field.isRepeated()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          List<?> elements = (List<?>) message.getField(field);
          for (int i = 0; i < elements.size(); i++) {
            builder.setRepeatedField(field, i, set((Message) elements.get(i)));
          }
        }
      } else if (message.hasField(field)) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          builder.setField(field, set((Message) message.getField(field)));
        }
      } else if (field.hasDefaultValue() && !field.getOptions().getDeprecated()) {
        builder.setField(field, field.getDefaultValue());
      }
    }
    return builder.build();
  }
}
