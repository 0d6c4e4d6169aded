package io.proffer.core.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Messages of any type with random content: every field may be set or not, required ones always
 * are. Values lean to the edges, where codecs go wrong.
 */
public final class GeneratedMessages {

  private static final int MAX_DEPTH = 6;
  private static final List<String> TEXTS =
      List.of("", "a", "cpus", "*", "täsk-✓", "\"quoted\\\n\t\u0000", "😀", "x".repeat(200));
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          0.1,
          2.0,
          1795227182.417509,
          1e30,
          1.5e-9,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
  private static final List<Long> LONGS =
      List.of(0L, 1L, -1L, 31000L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, 0xffffffffL);

  private GeneratedMessages() {}

  /** Any message of the type of {@code prototype}. */
  public static <M extends Message> Arbitrary<M> like(M prototype) {
    return Arbitraries.randoms().map(random -> cast(prototype, message(prototype, random, 0)));
  }

  @SuppressWarnings("unchecked") // A builder of the prototype builds its type.
  private static <M extends Message> M cast(M prototype, Message message) {
    return (M) prototype.getClass().cast(message);
  }

  private static Message message(Message prototype, RandomGenerator random, int depth) {
    Message.Builder builder = prototype.newBuilderForType();
    double chance = depth == 0 ? 0.5 : 0.6 / depth;
    for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
      boolean set = field.isRequired() || (depth < MAX_DEPTH && random.nextDouble() < chance);
      if (!set) {
        continue;
      }
      if (field.isMapField()) {
        builder.addRepeatedField(field, mapEntry(builder, field, random, depth));
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          builder.addRepeatedField(field, value(builder, field, random, depth));
        }
      } else {
        builder.setField(field, value(builder, field, random, depth));
      }
    }
    return builder.build();
  }

  /** Both parts set: an entry without its value has no JSON form of its own. */
  private static Message mapEntry(
      Message.Builder parent, FieldDescriptor field, RandomGenerator random, int depth) {
    Message.Builder entry = parent.newBuilderForField(field);
    for (FieldDescriptor part : field.getMessageType().getFields()) {
      entry.setField(part, value(entry, part, random, depth));
    }
    return entry.build();
  }

  private static Object value(
      Message.Builder parent, FieldDescriptor field, RandomGenerator random, int depth) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> pick(LONGS, random).intValue();
      case LONG -> pick(LONGS, random);
      case DOUBLE -> random.nextBoolean() ? pick(DOUBLES, random) : (Object) random.nextGaussian();
      case FLOAT -> pick(DOUBLES, random).floatValue();
      case STRING -> pick(TEXTS, random);
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> pick(field.getEnumType().getValues(), random);
      case MESSAGE ->
          message(parent.newBuilderForField(field).getDefaultInstanceForType(), random, depth + 1);
    };
  }

  private static <T> T pick(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
