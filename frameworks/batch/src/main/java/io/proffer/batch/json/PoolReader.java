package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads and writes pools. */
public final class PoolReader {

  private static final int MAX_USERS = 2_000;
  private static final double MAX_SHARE = 1e6;
  private static final double LEAST_SHARE = 0.001;
  private static final int MAX_ENDED = 1_000;

  private PoolReader() {}

  /**
   * Reads a pool.
   *
   * @param name as its path says
   */
  public static Pool read(ObjectNode json, String name) throws InvalidObjectException {
    Problems problems = new Problems();
    if (!isName(name)) {
      throw InvalidObjectException.of("/name", RULE);
    }
    Fields f = new Fields(json, "", problems);
    f.ignore("name", "usage");
    Pool unset = Pool.unlimited(name);
    Pool pool =
        new Pool(
            name,
            f.number("weight", unset.weight(), LEAST_SHARE),
            shares(f),
            f.object("quota", PoolReader::quota).orElse(Pool.Quota.NONE),
            f.object("userQuota", PoolReader::quota).orElse(Pool.Quota.NONE),
            f.seconds("halfLifeSeconds", 60).orElse(unset.halfLife()),
            f.object("preemption", PoolReader::preemption));
    f.refuseOthers();
    problems.orThrow();
    return pool;
  }

  private static final String RULE = "must be 1 to 63 lower-case letters, digits and inner dashes";

  private static boolean isName(String name) {
    return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  }

  /** A field that names a pool. */
  static Optional<String> name(Fields f, String field) {
    Optional<String> name = f.text(field);
    if (name.isPresent() && !isName(name.get())) {
      f.broken(field, RULE);
    }
    return name;
  }

  private static Map<String, Double> shares(Fields f) {
    Map<String, Double> shares = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : f.entries("shares")) {
      double share = entry.getValue().asDouble(-1);
      if (!entry.getValue().isNumber() || !(share >= LEAST_SHARE && share <= MAX_SHARE)) {
        f.broken("shares/" + entry.getKey(), "must be a number from 0.001 to 1000000");
      }
      shares.put(entry.getKey(), share);
    }
    if (shares.size() > MAX_USERS) {
      f.broken("shares", "must name " + MAX_USERS + " users at most");
    }
    return shares;
  }

  private static Pool.Quota quota(Fields f) {
    return new Pool.Quota(
        f.integer("runs", 0, Integer.MAX_VALUE),
        f.has("cpus") ? Optional.of(f.number("cpus", 0, 0)) : Optional.empty(),
        f.has("mem") ? Optional.of(f.number("mem", 0, 0)) : Optional.empty(),
        f.integer("gpus", 0, Integer.MAX_VALUE),
        f.integer("launchesPerMinute", 1, Integer.MAX_VALUE));
  }

  private static Preemption preemption(Fields f) {
    Preemption usual = Preemption.USUAL;
    return new Preemption(
        f.number("minGap", usual.minGap(), 0),
        f.seconds("minRuntimeSeconds", 0).orElse(usual.minRuntime()),
        f.seconds("patienceSeconds", 0).orElse(usual.patience()),
        f.integer("maxPerMinute", 1, MAX_ENDED).orElse(usual.maxPerMinute()),
        f.integer("maxPerRun", 1, MAX_ENDED).orElse(usual.maxPerRun()));
  }

  /** A pool as {@link #read} reads it. */
  public static ObjectNode write(Pool pool) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("name", pool.name());
    JobWriter.number(out, "weight", pool.weight());
    ObjectNode shares = out.putObject("shares");
    pool.shares().forEach((user, share) -> JobWriter.number(shares, user, share));
    write(pool.quota(), out.putObject("quota"));
    write(pool.userQuota(), out.putObject("userQuota"));
    out.put("halfLifeSeconds", pool.halfLife().toSeconds());
    pool.preemption().ifPresent(how -> write(how, out.putObject("preemption")));
    return out;
  }

  private static void write(Preemption how, ObjectNode out) {
    JobWriter.number(out, "minGap", how.minGap());
    out.put("minRuntimeSeconds", how.minRuntime().toSeconds());
    out.put("patienceSeconds", how.patience().toSeconds());
    out.put("maxPerMinute", how.maxPerMinute()).put("maxPerRun", how.maxPerRun());
  }

  private static void write(Pool.Quota quota, ObjectNode out) {
    quota.runs().ifPresent(most -> out.put("runs", most));
    quota.cpus().ifPresent(most -> JobWriter.number(out, "cpus", most));
    quota.memMb().ifPresent(most -> JobWriter.number(out, "mem", most));
    quota.gpus().ifPresent(most -> out.put("gpus", most));
    quota.launchesPerMinute().ifPresent(most -> out.put("launchesPerMinute", most));
  }
}
