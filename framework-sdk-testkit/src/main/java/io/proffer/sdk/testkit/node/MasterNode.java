package io.proffer.sdk.testkit.node;

import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.registry.Registry;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.testkit.engine.Draws;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * A machine that can be the leading master. Each {@link #start} is a new life: a master keeps
 * nothing but what is in the registry.
 */
public final class MasterNode {
  private final World world;
  private final String name;
  private final NodeClock clock;
  private final MasterMind.Maker mind;
  private final MasterSettings settings;
  private final Registry registry;
  private final Leadership leadership;
  private final Draws draws;
  private Optional<MasterProcess> process = Optional.empty();

  /**
   * @param name of the node on the network
   * @param mind makes what decides; {@code MasterMind::kernel} unless a test breaks it
   */
  public MasterNode(
      World world,
      String name,
      NodeClock clock,
      MasterMind.Maker mind,
      MasterSettings settings,
      Registry registry,
      Leadership leadership) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.mind = mind;
    this.settings = settings;
    this.registry = registry;
    this.leadership = leadership;
    this.draws = world.draws().fork("master " + name);
  }

  public String name() {
    return name;
  }

  /** Whether it leads. */
  public boolean up() {
    return process.isPresent();
  }

  /** What it knows; empty while it is down. */
  public Optional<MasterState> state() {
    return process.map(p -> p.mind().state());
  }

  /** How many calls it has refused in this life, and the last such answer's words. */
  public Optional<String> lastRefusal() {
    return process.flatMap(MasterProcess::lastRefusal);
  }

  /**
   * An operator calls it; nothing happens while it is down.
   *
   * @param call makes the call of the request it is to answer
   */
  public void operate(Function<RequestId, MasterInput> call) {
    process.ifPresent(p -> p.operate(call));
  }

  /** Begins a life in which it leads, with an id of its own. */
  public void start() {
    MasterInfo self =
        MasterInfo.newBuilder()
            .setId(draws.uuid().toString())
            .setIp(0)
            .setPort(5050)
            .setHostname(name)
            .build();
    world.note(name, "starts to lead");
    MasterProcess life =
        new MasterProcess(this, world, clock, mind.make(self, settings), registry, draws);
    process = Optional.of(life);
    life.begin();
    world.network().up(name, life::accept);
    leadership.changeTo(Optional.of(name));
  }

  /**
   * Ends this life as a crash does.
   *
   * @param silently whether the others do not see its connections break
   */
  public void crash(boolean silently) {
    if (process.isEmpty()) {
      return;
    }
    world.note(name, "crashes");
    process.get().end();
    process = Optional.empty();
    world.network().down(name, silently);
    leadership.changeTo(Optional.empty());
  }
}
