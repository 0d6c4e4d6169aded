package io.proffer.batch.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Values of a state store as compressed JSON. A job is bounded where it is read, and fits. */
final class Values {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;

  Values(StateStore store) {
    this.store = store;
  }

  Set<String> names() {
    return store.names();
  }

  void remove(String name) {
    store.remove(name);
  }

  void put(String name, ObjectNode json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      JSON.writeValue(gzip, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail", impossible);
    }
    store.put(name, bytes.toByteArray());
  }

  ObjectNode required(String name) {
    byte[] bytes =
        store.get(name).orElseThrow(() -> new IllegalStateException("there is no " + name));
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return (ObjectNode) JSON.readTree(gzip);
    } catch (IOException broken) {
      throw new UncheckedIOException("the record '" + name + "' is broken", broken);
    }
  }
}
