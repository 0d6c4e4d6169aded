package io.proffer.frameworks.common.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what a reader of JSON takes by what it looks for, and its rules by what it says to
 * values that break them. Not thread-safe.
 */
public final class ReaderProbe {

  private static final int MAX_ROUNDS = 12;
  private static final Pattern STEP = Pattern.compile("/([^/(]+)(\\(0\\))?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final BiConsumer<ObjectNode, NamedFields.Report> reader;
  private final List<ObjectNode> seeds;
  private final Map<String, Optional<JsonType>> types = new TreeMap<>();
  private final Set<String> listsOfTexts = new LinkedHashSet<>();

  /**
   * @param reader reads a document, however wrong it is, and reports what it asks for and what is
   *     wrong
   * @param seeds documents that lead to different fields
   */
  public ReaderProbe(BiConsumer<ObjectNode, NamedFields.Report> reader, List<ObjectNode> seeds) {
    this.reader = reader;
    this.seeds = seeds;
  }

  /** What is asked for, and what is complained about, by path. */
  private final class Noted implements NamedFields.Report {
    private final Map<String, Set<String>> complaints = new LinkedHashMap<>();

    @Override
    public void asked(String object, String name, Optional<JsonType> type) {
      types.merge(object + "/" + name, type, (old, fresh) -> fresh.isPresent() ? fresh : old);
    }

    @Override
    public void wrongType(String path, JsonType expected) {
      if (path.endsWith("(0)") && expected == JsonType.STRING) {
        listsOfTexts.add(path.substring(0, path.length() - 3));
      }
    }

    @Override
    public void broken(String path, String rule) {
      complaints.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(rule);
    }
  }

  /** The paths that there are, with the type of each where it has one. */
  public Map<String, Optional<JsonType>> fields() {
    int known = -1;
    for (int round = 0; round < MAX_ROUNDS && types.size() > known; round++) {
      known = types.size();
      for (ObjectNode seed : seeds) {
        read(filled(seed));
      }
    }
    return types;
  }

  /** Whether the elements of a list are texts. */
  public boolean isListOfTexts(String path) {
    return listsOfTexts.contains(path);
  }

  /** What is said to values of a path that are out of any range; nothing where all will do. */
  public Set<String> rules(String path) {
    Set<String> rules = new LinkedHashSet<>();
    for (JsonNode value :
        types.getOrDefault(path, Optional.empty()).map(ReaderProbe::wrong).orElse(List.of())) {
      rules.addAll(
          seeds.stream()
              .map(seed -> complaints(seed, path, value))
              .filter(found -> !found.isEmpty())
              .findFirst()
              .orElse(Set.of()));
    }
    return rules;
  }

  private Set<String> complaints(ObjectNode seed, String path, JsonNode value) {
    ObjectNode document = filled(seed);
    put(document, path, value);
    return read(document).complaints.getOrDefault(path, Set.of());
  }

  private static List<JsonNode> wrong(JsonType type) {
    return switch (type) {
      case NUMBER -> List.of(new DoubleNode(-1e12), new DoubleNode(1e12), new DoubleNode(0.5));
      case STRING -> List.of(new TextNode("?!"), new TextNode(""));
      case BOOLEAN, ARRAY, OBJECT -> List.of();
    };
  }

  private Noted read(ObjectNode document) {
    Noted noted = new Noted();
    reader.accept(document, noted);
    return noted;
  }

  /** A seed with an object wherever one may be, and an element in each list. */
  private ObjectNode filled(ObjectNode seed) {
    ObjectNode document = seed.deepCopy();
    for (Map.Entry<String, Optional<JsonType>> field : Map.copyOf(types).entrySet()) {
      if (field.getValue().filter(JsonType.OBJECT::equals).isPresent()) {
        put(document, field.getKey(), JSON.objectNode());
      } else if (field.getValue().filter(JsonType.ARRAY::equals).isPresent()) {
        ArrayNode list = JSON.arrayNode();
        put(
            document,
            field.getKey(),
            listsOfTexts.contains(field.getKey()) ? list.add("x") : list.add(JSON.objectNode()));
      }
    }
    return document;
  }

  /** Containers that are there already stay. */
  private static void put(ObjectNode document, String path, JsonNode value) {
    ObjectNode at = document;
    Matcher steps = STEP.matcher(path);
    int end = 0;
    while (steps.find()) {
      end = steps.end();
      String name = steps.group(1);
      boolean last = end == path.length();
      if (last) {
        if (!value.isContainerNode() || !at.path(name).isContainerNode()) {
          at.set(name, value);
        }
      } else if (steps.group(2) == null) {
        at = at.path(name) instanceof ObjectNode there ? there : at.putObject(name);
      } else {
        ArrayNode list = at.path(name) instanceof ArrayNode there ? there : at.putArray(name);
        if (!(list.path(0) instanceof ObjectNode)) {
          list.removeAll();
          list.addObject();
        }
        at = (ObjectNode) list.get(0);
      }
    }
  }
}
