package io.proffer.master.state;

import io.proffer.master.state.MasterEvent.QuotasUpdated;
import io.proffer.master.state.MasterEvent.WeightsUpdated;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/** What operators have said about roles. Collections are live, read-only views, by role. */
public final class RoleSettings {

  /** What a role weighs that nobody has said anything about. */
  public static final double DEFAULT_WEIGHT = 1.0;

  private final SortedMap<String, Double> weights = new TreeMap<>();
  private final SortedMap<String, Quota> quotas = new TreeMap<>();

  RoleSettings() {}

  /** The weights that were set, be they the default or not. */
  public SortedMap<String, Double> weights() {
    return Collections.unmodifiableSortedMap(weights);
  }

  /** The quotas that are in force, of top-level roles. */
  public SortedMap<String, Quota> quotas() {
    return Collections.unmodifiableSortedMap(quotas);
  }

  void recover(DurableFacts facts) {
    weights.putAll(facts.weights());
    quotas.putAll(facts.quotas());
  }

  void apply(MasterEvent.OfRoles event) {
    switch (event) {
      case WeightsUpdated e -> {
        for (WeightInfo info : e.weights()) {
          weights.put(info.getRole(), info.getWeight());
        }
      }
      case QuotasUpdated e -> e.configs().forEach(this::put);
    }
  }

  private void put(QuotaConfig config) {
    Quota quota = Quota.of(config);
    if (quota.isNone()) {
      quotas.remove(config.getRole());
    } else {
      quotas.put(config.getRole(), quota);
    }
  }
}
