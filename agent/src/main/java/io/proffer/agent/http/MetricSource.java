package io.proffer.agent.http;

import java.util.SortedMap;

/** A part of the agent that measures something. */
@FunctionalInterface
public interface MetricSource {

  /** Adds what is measured now, under Mesos' names: those that mean the same, and no others. */
  void addTo(SortedMap<String, Double> values);
}
