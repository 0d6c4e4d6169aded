package io.proffer.frameworks.common.json;

import com.fasterxml.jackson.databind.JsonNode;

/** What a field may have to be. */
public enum JsonType {
  STRING("a string"),
  BOOLEAN("true or false"),
  NUMBER("a number"),
  ARRAY("an array"),
  OBJECT("an object");

  private final String words;

  JsonType(String words) {
    this.words = words;
  }

  /** For a sentence: {@code a string}. */
  public String words() {
    return words;
  }

  boolean is(JsonNode node) {
    return switch (this) {
      case STRING -> node.isTextual();
      case BOOLEAN -> node.isBoolean();
      case NUMBER -> node.isNumber();
      case ARRAY -> node.isArray();
      case OBJECT -> node.isObject();
    };
  }
}
