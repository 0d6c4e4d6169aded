package io.proffer.core.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What both directions of the JSON codec need to know of one message type. Message types refer to
 * each other in circles, so plans are made first and {@linkplain #link linked} after; from then on
 * they never change.
 */
final class MessagePlan {

  /** Fields seen while reading are bits of a {@code long}. The highest number in v1 is 53. */
  private static final int MAX_NUMBER = Long.SIZE - 1;

  private static final FieldPlan[] NONE = {};

  private final Descriptor descriptor;
  private FieldPlan[] byNumber = NONE;
  private FieldPlan[] writtenWhenAbsent = NONE;
  private Map<String, FieldPlan> byName = Map.of();

  MessagePlan(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  void link(Function<FieldDescriptor, MessagePlan> messages) {
    List<FieldPlan> fields =
        Stream.concat(
                descriptor.getFields().stream().map(field -> FieldPlan.of(field, messages)),
                V1Additions.fieldsOf(descriptor).stream())
            .sorted(Comparator.comparing(FieldPlan::number))
            .toList();
    if (!fields.isEmpty() && fields.getLast().number() > MAX_NUMBER) {
      throw new IllegalArgumentException(fullName() + " has field numbers over " + MAX_NUMBER);
    }
    byNumber = new FieldPlan[fields.isEmpty() ? 0 : fields.getLast().number() + 1];
    byName = HashMap.newHashMap(fields.size());
    for (FieldPlan field : fields) {
      byNumber[field.number()] = field;
      byName.put(field.name().getValue(), field);
    }
    writtenWhenAbsent =
        fields.stream().filter(f -> f.whenAbsent() != null).toArray(FieldPlan[]::new);
  }

  String fullName() {
    return descriptor.getFullName();
  }

  List<Descriptor> references() {
    return descriptor.getFields().stream()
        .filter(field -> field.getType() == FieldDescriptor.Type.MESSAGE)
        .map(FieldDescriptor::getMessageType)
        .toList();
  }

  @Nullable FieldPlan byName(String name) {
    return byName.get(name);
  }

  /** The field whose values stand after this tag; null when none of ours does. */
  @Nullable FieldPlan byTag(int tag) {
    int number = tag >>> 3;
    if (number >= byNumber.length) {
      return null;
    }
    FieldPlan field = byNumber[number];
    return field != null && field.tag() == tag ? field : null;
  }

  /** Of a map's entries: the key, which is always a scalar. */
  FieldPlan mapKey() {
    return Objects.requireNonNull(byNumber[1], fullName());
  }

  FieldPlan mapValue() {
    return Objects.requireNonNull(byNumber[2], fullName());
  }

  /** The fields written even when they are not set, in the order of their numbers. */
  FieldPlan[] writtenWhenAbsent() {
    return writtenWhenAbsent;
  }

  @Override
  public String toString() {
    return fullName() + Arrays.toString(byNumber);
  }
}
