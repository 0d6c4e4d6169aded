package io.proffer.service.http;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What an app is answered with, besides itself. */
enum Embed {
  TASKS,
  COUNTS,
  DEPLOYMENTS,
  READINESS,
  LAST_TASK_FAILURE,
  TASK_STATS;

  /** All that single apps always have. */
  static final Set<Embed> SINGLE = Set.of(TASKS, COUNTS, DEPLOYMENTS, LAST_TASK_FAILURE);

  /** All that apps in lists always have. */
  static final Set<Embed> LISTED = Set.of(COUNTS, DEPLOYMENTS);

  /**
   * What is asked for, and what is always there.
   *
   * @param names as {@code apps.tasks}; unknown ones ask for nothing, as in Marathon
   */
  static Set<Embed> of(Collection<String> names, Set<Embed> always) {
    Set<Embed> embed = EnumSet.noneOf(Embed.class);
    embed.addAll(always);
    for (String name : names) {
      switch (name.substring(name.lastIndexOf('.') + 1)) {
        case "tasks" -> {
          embed.add(TASKS);
          embed.add(DEPLOYMENTS);
        }
        case "counts" -> embed.add(COUNTS);
        case "deployments" -> embed.add(DEPLOYMENTS);
        case "readiness" -> embed.add(READINESS);
        case "lastTaskFailure" -> embed.add(LAST_TASK_FAILURE);
        case "failures" -> {
          embed.add(TASKS);
          embed.add(DEPLOYMENTS);
          embed.add(LAST_TASK_FAILURE);
        }
        case "taskStats" -> embed.add(TASK_STATS);
        default -> {}
      }
    }
    return embed;
  }
}
