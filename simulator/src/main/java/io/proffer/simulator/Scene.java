package io.proffer.simulator;

import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.MasterMind;
import java.time.Duration;

/** What a seed can be run of. */
enum Scene implements Run.Maker {
  /** Frameworks that do some work. */
  CLUSTER("") {
    @Override
    public Run of(long seed, Trace trace) {
      return new Simulation(seed, trace, MasterMind::kernel);
    }
  },
  SERVICE("--service") {
    @Override
    public Run of(long seed, Trace trace) {
      return new FrameworkSimulation("service", SERVICES, ServiceSubject::new, seed, trace);
    }
  },
  BATCH("--batch") {
    @Override
    public Run of(long seed, Trace trace) {
      return new FrameworkSimulation("batch", JOBS, BatchSubject::new, seed, trace);
    }
  };

  private static final FrameworkSimulation.Pace SERVICES =
      new FrameworkSimulation.Pace(Duration.ofMinutes(15), Duration.ofMinutes(2));
  private static final FrameworkSimulation.Pace JOBS =
      new FrameworkSimulation.Pace(Duration.ofMinutes(6), Duration.ofSeconds(30));

  private final String flag;

  Scene(String flag) {
    this.flag = flag;
  }

  /** The command that runs a seed of it. */
  String command(long seed) {
    return "./proffer simulate " + (flag.isEmpty() ? "" : flag + " ") + "--seed " + seed;
  }
}
