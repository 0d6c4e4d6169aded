package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Care;
import io.proffer.batch.model.FailurePolicy;
import io.proffer.batch.model.FailurePolicy.Action;
import io.proffer.batch.model.FailurePolicy.Cause;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes what {@code batch} of a job says of how its runs are looked after. */
final class CareReader {

  private static final int MAX_RULES = 50;
  private static final int MAX_EXIT_CODE = 255;
  private static final double MAX_FACTOR = 10;

  private static final String NOT_YET = "is not supported yet for arrays and gangs";

  private CareReader() {}

  static Care read(Fields batch) {
    boolean array = batch.has("array");
    boolean many = array || batch.has("gang");
    boolean output = batch.flag("output", false);
    if (output && many) {
      batch.broken("output", NOT_YET);
    }
    return new Care(
        batch.object("failurePolicy", f -> policy(f, array, many)).orElse(FailurePolicy.NONE),
        batch.flag("suspend", false),
        output);
  }

  private static FailurePolicy policy(Fields f, boolean array, boolean many) {
    List<FailurePolicy.Rule> rules = f.objects("rules", r -> rule(r, array));
    if (rules.size() > MAX_RULES) {
      f.broken("rules", "must be " + MAX_RULES + " at most");
    }
    double factor = f.number("memoryFactor", 1, 1);
    if (factor > MAX_FACTOR) {
      f.broken("memoryFactor", "must be at most 10");
    }
    boolean avoid = f.flag("avoidNode", false);
    if (many && factor > 1) {
      f.broken("memoryFactor", NOT_YET);
    }
    if (many && avoid) {
      f.broken("avoidNode", NOT_YET);
    }
    Optional<Double> most =
        f.has("maxMemory") ? Optional.of(f.number("maxMemory", 0, 32)) : Optional.empty();
    return new FailurePolicy(rules, factor, most, avoid);
  }

  private static FailurePolicy.Rule rule(Fields f, boolean array) {
    if (!f.has("action")) {
      f.broken("action", "is missing");
    }
    Action action = f.choice("action", Action.FAIL, Action::written, Action.values());
    if (action == Action.FAIL_INDEX && !array) {
      f.broken("action", "only an array has indexes");
    }
    Set<Integer> codes = new LinkedHashSet<>();
    for (Integer code : f.list("exitCodes", (node, where) -> code(f, node))) {
      codes.add(code);
    }
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (String name : f.textList("reasons")) {
      List<Cause> known = Arrays.stream(Cause.values()).filter(c -> c.name().equals(name)).toList();
      if (known.isEmpty()) {
        f.broken("reasons", "'" + name + "' is none of EXIT, MEMORY, DISK, TIMEOUT");
      }
      causes.addAll(known);
    }
    return new FailurePolicy.Rule(action, codes, causes);
  }

  private static int code(Fields f, JsonNode node) {
    boolean valid = node.isNumber() && node.canConvertToExactIntegral();
    if (!valid || node.asInt() < 1 || node.asInt() > MAX_EXIT_CODE) {
      f.broken("exitCodes", "must be whole numbers from 1 to " + MAX_EXIT_CODE);
      return 1;
    }
    return node.asInt();
  }

  static void write(Care care, ObjectNode batch) {
    if (care.suspended()) {
      batch.put("suspend", true);
    }
    if (care.output()) {
      batch.put("output", true);
    }
    FailurePolicy policy = care.failures();
    if (policy.equals(FailurePolicy.NONE)) {
      return;
    }
    ObjectNode out = batch.putObject("failurePolicy");
    ArrayNode rules = out.putArray("rules");
    for (FailurePolicy.Rule rule : policy.rules()) {
      ObjectNode one = rules.addObject().put("action", rule.action().written());
      if (!rule.exitCodes().isEmpty()) {
        ArrayNode codes = one.putArray("exitCodes");
        rule.exitCodes().forEach(codes::add);
      }
      if (!rule.causes().isEmpty()) {
        ArrayNode reasons = one.putArray("reasons");
        rule.causes().forEach(cause -> reasons.add(cause.name()));
      }
    }
    if (policy.memoryFactor() > 1) {
      JobWriter.number(out, "memoryFactor", policy.memoryFactor());
    }
    policy.maxMemMb().ifPresent(most -> JobWriter.number(out, "maxMemory", most));
    if (policy.avoidNode()) {
      out.put("avoidNode", true);
    }
  }
}
