package io.proffer.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;

/** The attributes of an agent, which say what it is: {@code rack:r1;zone:z1;n:3;p:[1-5]}. */
public final class Attributes {

  private Attributes() {}

  /**
   * Reads {@code name:value} pairs separated by semicolons or newlines. A value is a number, ranges
   * or else text, which may itself contain colons. A name may occur more than once.
   *
   * @throws IllegalArgumentException with a message for the person who wrote the text
   */
  public static List<Attribute> parse(String text) {
    List<Attribute> attributes = new ArrayList<>();
    for (String pair : text.split("[;\n]", -1)) {
      if (!pair.isBlank()) {
        attributes.add(attribute(pair.trim()));
      }
    }
    return List.copyOf(attributes);
  }

  private static Attribute attribute(String pair) {
    int colon = pair.indexOf(':');
    if (colon <= 0 || pair.substring(colon + 1).isBlank()) {
      throw new IllegalArgumentException(
          "Invalid attribute key:value pair '"
              + pair
              + "'; write pairs such as rack:r1;zone:z1;ssd:1");
    }
    Value value;
    try {
      value = ValueText.parse(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid attribute value in '" + pair + "': " + e.getMessage(), e);
    }
    Attribute.Builder attribute =
        Attribute.newBuilder().setName(pair.substring(0, colon).trim()).setType(value.getType());
    switch (value.getType()) {
      case SCALAR -> attribute.setScalar(value.getScalar());
      case RANGES -> attribute.setRanges(value.getRanges());
      case TEXT -> attribute.setText(value.getText());
      case SET ->
          throw new IllegalArgumentException(
              "Invalid attribute value in '" + pair + "': an attribute cannot be a set");
    }
    return attribute.build();
  }

  /** The first attribute of that name. */
  public static Optional<Attribute> find(List<Attribute> attributes, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.getName().equals(name)) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }

  /** The value as text: r1, 3, [1-5]. */
  public static String valueText(Attribute attribute) {
    return switch (attribute.getType()) {
      case SCALAR -> Scalars.text(attribute.getScalar().getValue());
      case RANGES -> Ranges.of(attribute.getRanges()).toString();
      case SET -> Items.of(attribute.getSet().getItemList()).toString();
      case TEXT -> attribute.getText().getValue();
    };
  }

  /** The text that {@link #parse} reads: {@code rack:r1;n:3}. */
  public static String text(List<Attribute> attributes) {
    List<String> pairs = new ArrayList<>();
    for (Attribute attribute : attributes) {
      pairs.add(attribute.getName() + ":" + valueText(attribute));
    }
    return String.join(";", pairs);
  }
}
