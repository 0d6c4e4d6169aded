package io.proffer.batch.http;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is wanted of a job besides itself. */
enum Embed {
  ACTIVE_RUNS("activeRuns"),
  SCHEDULES("schedules"),
  HISTORY("history"),
  HISTORY_SUMMARY("historySummary");

  private final String written;

  Embed(String written) {
    this.written = written;
  }

  /** Reads parameters, each of which may name several. */
  static Set<Embed> of(List<String> parameters) throws HttpProblem {
    Set<Embed> all = EnumSet.noneOf(Embed.class);
    for (String parameter : parameters) {
      for (String name : parameter.split(",", -1)) {
        all.add(named(name.strip()));
      }
    }
    return all;
  }

  private static Embed named(String name) throws HttpProblem {
    for (Embed embed : values()) {
      if (embed.written.equals(name)) {
        return embed;
      }
    }
    throw HttpProblem.of(
        400,
        "Unknown embed option '"
            + name
            + "'. Valid options are: activeRuns, schedules, historySummary, history");
  }
}
