package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML as the JSON it stands for. What is not quoted is a number, true, false or null where
 * JSON would have it so, and a text otherwise: {@code no} and {@code 1e} are texts. Anchors are
 * repeated where they are named, up to a bound.
 */
public final class YamlTree {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_ALIASES = 1_000;
  private static final int MAX_NODES = 500_000;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");

  private int left = MAX_NODES;

  private YamlTree() {}

  /**
   * Reads a document.
   *
   * @throws InvalidObjectException when it is no YAML, or says more than is read; its message says
   *     where
   */
  public static JsonNode read(String text) throws InvalidObjectException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // The body is bounded already.
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      @Nullable Node root = new Yaml(options).compose(new StringReader(text));
      return root == null
          ? JsonNodeFactory.instance.missingNode()
          : new YamlTree().json(root, MAX_DEPTH);
    } catch (MarkedYAMLException broken) {
      throw unreadable(broken.getProblem() + where(broken.getProblemMark()));
    } catch (YAMLException broken) {
      throw unreadable(String.valueOf(broken.getMessage()));
    }
  }

  private static InvalidObjectException unreadable(String why) {
    return new InvalidObjectException(why, java.util.Map.of());
  }

  private static String where(org.yaml.snakeyaml.error.@Nullable Mark mark) {
    return mark == null
        ? ""
        : " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")";
  }

  private JsonNode json(Node node, int depth) throws InvalidObjectException {
    if (--left < 0) {
      throw unreadable("it has more than " + MAX_NODES + " values, anchors repeated");
    }
    if (depth < 0) {
      throw unreadable(
          "it is nested more than " + MAX_DEPTH + " deep" + where(node.getStartMark()));
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      for (Node element : sequence.getValue()) {
        out.add(json(element, depth - 1));
      }
      return out;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(MappingNode mapping, int depth) throws InvalidObjectException {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw unreadable("a key must be a text" + where(entry.getKeyNode().getStartMark()));
      }
      if (out.has(key.getValue())) {
        throw unreadable("'" + key.getValue() + "' is there twice" + where(key.getStartMark()));
      }
      out.set(key.getValue(), json(entry.getValueNode(), depth - 1));
    }
    return out;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    JsonNodeFactory json = JsonNodeFactory.instance;
    boolean plain = node.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    if (!plain || node.getTag().equals(Tag.STR)) {
      return json.textNode(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> json.nullNode();
      case "true", "True", "TRUE" -> json.booleanNode(true);
      case "false", "False", "FALSE" -> json.booleanNode(false);
      default -> NUMBER.matcher(text).matches() ? number(text) : json.textNode(text);
    };
  }

  private static JsonNode number(String text) {
    BigDecimal number = new BigDecimal(text);
    boolean whole = !text.contains(".") && !text.contains("e") && !text.contains("E");
    if (whole && number.precision() < 18) {
      long value = number.longValueExact();
      return value == (int) value
          ? JsonNodeFactory.instance.numberNode((int) value)
          : JsonNodeFactory.instance.numberNode(value);
    }
    return JsonNodeFactory.instance.numberNode(number.doubleValue());
  }
}
