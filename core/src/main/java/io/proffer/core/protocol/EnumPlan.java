package io.proffer.core.protocol;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names and numbers of an enum, ready for the wire. */
final class EnumPlan {

  private final Map<Integer, SerializableString> names;
  private final Map<String, Integer> numbers;

  private EnumPlan(Map<Integer, SerializableString> names, Map<String, Integer> numbers) {
    this.names = Map.copyOf(names);
    this.numbers = Map.copyOf(numbers);
  }

  static EnumPlan of(EnumDescriptor descriptor) {
    Map<Integer, SerializableString> names = new LinkedHashMap<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (EnumValueDescriptor value : descriptor.getValues()) {
      names.putIfAbsent(value.getNumber(), new SerializedString(value.getName()));
      numbers.put(value.getName(), value.getNumber());
    }
    V1Additions.valuesOf(descriptor)
        .forEach(
            (number, name) -> {
              names.put(number, new SerializedString(name));
              numbers.put(name, number);
            });
    return new EnumPlan(names, numbers);
  }

  @Nullable SerializableString name(int number) {
    return names.get(number);
  }

  @Nullable Integer number(String name) {
    return numbers.get(name);
  }

  /** The names in the order of their numbers, for error messages. */
  String expected() {
    return String.join(
        ", ",
        names.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue().getValue())
            .toList());
  }
}
