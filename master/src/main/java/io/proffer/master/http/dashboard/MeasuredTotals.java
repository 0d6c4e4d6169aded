package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.state.Agent;
import java.io.IOException;
import java.util.OptionalLong;

/** What the agents that are connected really use together, as far as they say it. */
final class MeasuredTotals {

  private static final double BYTES_PER_MB = 1 << 20;
  private static final double THOUSAND = 1000;

  private long connected;
  private final Sum cpus = new Sum();
  private final Sum mem = new Sum();
  private final Sum disk = new Sum();

  private MeasuredTotals() {}

  /** As a floating-point number: whatever an agent may say, it does not overflow. */
  private static final class Sum {
    private double amount;
    private int agents;

    void add(OptionalLong more, double unit) {
      if (more.isPresent()) {
        amount += more.getAsLong() / unit;
        agents++;
      }
    }
  }

  static MeasuredTotals of(MasterSnapshot snapshot, MeasuredUses uses) {
    MeasuredTotals totals = new MeasuredTotals();
    for (Agent agent : snapshot.agents()) {
      if (agent.connected()) {
        totals.connected++;
        uses.of(agent).ifPresent(totals::add);
      }
    }
    return totals;
  }

  private void add(MeasuredUse use) {
    cpus.add(use.cpusMillis(), THOUSAND);
    mem.add(use.memBytes(), BYTES_PER_MB);
    disk.add(use.diskBytes(), BYTES_PER_MB);
  }

  /**
   * Fields of an object: how much, in CPUs and megabytes, and how many agents say it, of so many
   * that are connected.
   */
  void write(JsonGenerator out) throws IOException {
    out.writeNumberField("connected", connected);
    write(out, "cpus", cpus);
    write(out, "mem", mem);
    write(out, "disk", disk);
  }

  private static void write(JsonGenerator out, String name, Sum sum) throws IOException {
    out.writeArrayFieldStart(name);
    Json.millis(out, Math.round(sum.amount * THOUSAND));
    out.writeNumber(sum.agents);
    out.writeEndArray();
  }
}
