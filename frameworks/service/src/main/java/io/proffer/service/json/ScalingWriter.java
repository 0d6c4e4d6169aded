package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.ScalingPolicy;
import java.util.Locale;

/** Writes how an app is scaled by what is measured. */
public final class ScalingWriter {

  private ScalingWriter() {}

  /** Writes the policy as apps have it. */
  public static void write(ObjectNode out, ScalingPolicy policy) {
    out.put("min", policy.min()).put("max", policy.max());
    ArrayNode metrics = out.putArray("metrics");
    policy.metrics().forEach(metric -> metric(metrics.addObject(), metric));
    out.put("tolerance", policy.tolerance());
    behavior(out.putObject("scaleUp"), policy.up());
    behavior(out.putObject("scaleDown"), policy.down());
    ArrayNode schedule = out.putArray("schedule");
    for (ScalingPolicy.Window window : policy.schedule()) {
      ObjectNode one = schedule.addObject();
      ArrayNode days = one.putArray("days");
      window.days().stream().sorted().forEach(d -> days.add(d.name().toLowerCase(Locale.ROOT)));
      one.put("from", window.from().toString()).put("to", window.to().toString());
      one.put("zone", window.zone().getId()).put("min", window.min()).put("max", window.max());
    }
  }

  private static void metric(ObjectNode out, ScalingPolicy.Metric metric) {
    switch (metric) {
      case ScalingPolicy.Cpu cpu -> out.put("type", "cpu");
      case ScalingPolicy.Memory memory -> out.put("type", "memory");
      case ScalingPolicy.Prometheus p ->
          out.put("type", "prometheus")
              .put("url", p.url())
              .put("query", p.query())
              .put("perInstance", p.perInstance());
      case ScalingPolicy.Http http -> {
        out.put("type", "http").put("url", http.url());
        http.pointer().ifPresent(pointer -> out.put("pointer", pointer));
        out.put("perInstance", http.perInstance());
      }
    }
    out.put("target", metric.target());
  }

  private static void behavior(ObjectNode out, ScalingPolicy.Behavior behavior) {
    out.put("stabilizationSeconds", behavior.stabilization().toSeconds());
    out.put("maxInstances", behavior.instances()).put("maxPercent", behavior.percent());
    out.put("periodSeconds", behavior.period().toSeconds());
  }
}
