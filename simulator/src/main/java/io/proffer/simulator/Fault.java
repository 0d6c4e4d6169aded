package io.proffer.simulator;

/** What can be done to a cluster. Each is counted when it really was done. */
enum Fault {
  MASTER_CRASHES,
  ANOTHER_MASTER_LEADS,
  AGENT_CRASHES,
  AGENT_LOSES_POWER,
  AGENT_IS_REPLACED,
  AGENT_IS_SHUT_DOWN,
  MACHINE_IS_CHANGED,
  DISK_IS_FULL,
  DISK_BREAKS,
  DISK_IS_SLOW,
  FRAMEWORK_CRASHES,
  FRAMEWORK_STOPS,
  FRAMEWORK_USES_OFFERS_AGAIN,
  WAY_IS_CUT,
  NODE_IS_ISOLATED,
  CONNECTIONS_BREAK,
  CHECKPOINT_IS_COMPACTED,
  WEATHER_CALMS,
  /** Not drawn as the others: a write that the plan lets fail. */
  REGISTRY_WRITE_FAILS
}
