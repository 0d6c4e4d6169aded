package io.proffer.master.http;

import io.proffer.core.model.Resources;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.RecentTimes;
import io.proffer.master.actor.RoleNames;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Mesos' allocator measures, under its names. */
final class AllocatorMetrics {

  private static final String PREFIX = "allocator/mesos/";
  private static final double MILLIS = 1000;
  private static final Map<String, Double> QUANTILES =
      Map.of(
          "min", 0.0, "p50", 0.5, "p90", 0.9, "p95", 0.95, "p99", 0.99, "p999", 0.999, "p9999",
          0.9999, "max", 1.0);

  private final SortedMap<String, Double> metrics = new TreeMap<>();

  private AllocatorMetrics() {}

  /**
   * All of them.
   *
   * @param filters how many there are in each role of which there are any
   */
  static SortedMap<String, Double> of(
      MasterSnapshot state,
      Allocations allocations,
      MasterMetrics counted,
      Map<String, Integer> filters) {
    AllocatorMetrics all = new AllocatorMetrics();
    Map<String, Long> total = new HashMap<>();
    state.agents().forEach(agent -> add(total, agent.total()));
    Map<String, RoleNames.Holding> roles = RoleNames.of(state, allocations);
    all.addRuns(counted);
    all.addResources(total, state, allocations);
    all.addRoles(total, state, allocations, roles, filters);
    all.addQuotas(state, roles);
    return all.metrics;
  }

  private void put(String name, double value) {
    metrics.put(PREFIX + name, value);
  }

  private void addRuns(MasterMetrics counted) {
    put("allocation_runs", (double) counted.allocationRuns().inAll());
    addTimes("allocation_run_ms", counted.allocationRuns());
    addTimes("allocation_run_latency_ms", counted.allocationLatencies());
  }

  private void addTimes(String name, RecentTimes times) {
    RecentTimes.Sample sample = times.sample();
    if (sample.count() == 0) {
      return;
    }
    put(name, sample.latestMs());
    put(name + "/count", sample.count());
    QUANTILES.forEach((which, part) -> put(name + "/" + which, sample.quantileMs(part)));
  }

  private void addResources(Map<String, Long> total, MasterSnapshot state, Allocations held) {
    Map<String, Long> taken = new HashMap<>();
    for (Agent agent : state.agents()) {
      add(taken, held.of(agent.id()).totalUsed());
      add(taken, held.of(agent.id()).totalOffered());
    }
    for (String name : List.of("cpus", "mem", "disk")) {
      put("resources/" + name + "/total", of(total, name));
      put("resources/" + name + "/offered_or_allocated", of(taken, name));
    }
  }

  /** Of the roles that frameworks are in, or hold something in. */
  private void addRoles(
      Map<String, Long> total,
      MasterSnapshot state,
      Allocations held,
      Map<String, RoleNames.Holding> roles,
      Map<String, Integer> filters) {
    roles.forEach(
        (role, holding) -> {
          Map<String, Long> taken = new HashMap<>();
          add(taken, held.usedBy(role));
          add(taken, held.offeredTo(role));
          if (!holding.frameworks().isEmpty() || !taken.isEmpty()) {
            double share = dominantShare(taken, total) / state.roles().weightOf(role);
            put("roles/" + role + "/shares/dominant", share);
            int active = filters.getOrDefault(role, 0);
            put("offer_filters/roles/" + role + "/active", active);
          }
        });
  }

  private static double dominantShare(Map<String, Long> taken, Map<String, Long> total) {
    double largest = 0;
    for (Map.Entry<String, Long> one : taken.entrySet()) {
      long whole = total.getOrDefault(one.getKey(), 0L);
      if (whole > 0) {
        largest = Math.max(largest, (double) one.getValue() / whole);
      }
    }
    return largest;
  }

  private void addQuotas(MasterSnapshot state, Map<String, RoleNames.Holding> roles) {
    QuotaView view = state.quotaView();
    view.uses().forEach((role, use) -> putQuota(role, "consumed", use.consumed().millis()));
    view.quotas()
        .forEach(
            (role, quota) -> {
              putQuota(role, "guarantee", quota.guarantees().millis());
              putQuota(role, "limit", quota.limits().millis());
              putQuota(role, "offered_or_allocated", taken(quota, roles.get(role)));
            });
  }

  /** Of what a quota is about, what its role and all below it hold. */
  private static Map<String, Long> taken(Quota quota, RoleNames.@Nullable Holding holding) {
    Map<String, Long> all = new HashMap<>();
    if (holding != null) {
      add(all, holding.used());
      add(all, holding.offered());
    }
    Map<String, Long> named = new HashMap<>();
    quota.guarantees().millis().keySet().forEach(n -> named.put(n, all.getOrDefault(n, 0L)));
    quota.limits().millis().keySet().forEach(n -> named.put(n, all.getOrDefault(n, 0L)));
    return named;
  }

  private void putQuota(String role, String what, Map<String, Long> millis) {
    String resources = "quota/roles/" + role + "/resources/";
    millis.keySet().forEach(name -> put(resources + name + "/" + what, of(millis, name)));
  }

  private static double of(Map<String, Long> millis, String name) {
    return millis.getOrDefault(name, 0L) / MILLIS;
  }

  private static void add(Map<String, Long> to, Resources resources) {
    resources.scalarsMillis().forEach((name, millis) -> to.merge(name, millis, Math::addExact));
  }
}
