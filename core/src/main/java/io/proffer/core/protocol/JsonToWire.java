package io.proffer.core.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into protobuf's binary encoding, which the generated parsers then read: no reflection
 * and no boxing on the way. Lenient where Mesos is, see {@link MesosJson}.
 */
final class JsonToWire {

  /** Protobuf's own parsers go no deeper. */
  private static final int MAX_DEPTH = 100;

  /** Keys given twice cost a pass over their object; nobody needs many. */
  private static final int MAX_DUPLICATE_KEYS = 64;

  private final JsonParser in;
  private final WireBuffer wire;
  private final JsonPath path = new JsonPath();
  private final JsonScalars scalars;
  private int nesting;
  private int duplicateKeys;

  JsonToWire(JsonParser in, WireBuffer wire) {
    this.in = in;
    this.wire = wire;
    this.scalars = new JsonScalars(wire, path);
  }

  /** What to say when a required field is missing because its enum value is unknown. */
  @Nullable String unknownEnumOfRequiredField() {
    return scalars.unknownEnumOfRequiredField();
  }

  /** Reads the object whose opening brace is the current token, up to its closing brace. */
  void message(MessagePlan plan) throws IOException, MalformedMessageException {
    deeper();
    int start = wire.size();
    long seen = 0;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      FieldPlan field = plan.byName(name);
      if (field == null) {
        in.skipChildren();
        continue;
      }
      path.enter(field);
      long bit = 1L << field.number();
      if ((seen & bit) != 0) {
        countDuplicate();
        wire.forget(start, field.number());
      }
      seen |= bit;
      value(field, token);
      path.leave();
    }
    nesting--;
  }

  private void value(FieldPlan field, JsonToken token)
      throws IOException, MalformedMessageException {
    if (token == JsonToken.START_ARRAY) {
      array(field);
    } else if (token == JsonToken.START_OBJECT) {
      object(field);
    } else if (token != JsonToken.VALUE_NULL) {
      scalars.value(field, in);
    }
  }

  /** An array within an array counts as one, and one value as an array of one: so does Mesos. */
  private void array(FieldPlan field) throws IOException, MalformedMessageException {
    if (!field.repeated()) {
      throw scalars.unexpected(field, "an array");
    }
    deeper();
    int index = 0;
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      path.element(index++);
      value(field, token);
    }
    path.element(JsonPath.NO_INDEX);
    nesting--;
  }

  private void object(FieldPlan field) throws IOException, MalformedMessageException {
    if (field.map()) {
      map(field, Objects.requireNonNull(field.message()));
    } else if (field.type() == FieldDescriptor.Type.MESSAGE) {
      int start = wire.begin(field.tag());
      message(Objects.requireNonNull(field.message()));
      wire.end(start);
    } else {
      throw scalars.unexpected(field, "an object");
    }
  }

  /** A key given twice stands twice on the wire, where the last one counts. */
  private void map(FieldPlan field, MessagePlan entry)
      throws IOException, MalformedMessageException {
    deeper();
    for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
      path.key(key);
      int start = wire.begin(field.tag());
      scalars.text(entry.mapKey(), key);
      value(entry.mapValue(), in.nextToken());
      wire.end(start);
    }
    path.key(null);
    nesting--;
  }

  private void deeper() throws MalformedMessageException {
    if (++nesting > MAX_DEPTH) {
      throw new MalformedMessageException(path + ": nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private void countDuplicate() throws MalformedMessageException {
    if (++duplicateKeys > MAX_DUPLICATE_KEYS) {
      throw new MalformedMessageException(
          path + ": more than " + MAX_DUPLICATE_KEYS + " keys are given twice");
    }
  }
}
