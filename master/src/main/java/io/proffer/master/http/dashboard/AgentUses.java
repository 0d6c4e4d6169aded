package io.proffer.master.http.dashboard;

import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.state.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What each agent says that it really uses, as columns: CPUs in thousandths, the rest in kilobytes,
 * and -1 for what is not known.
 */
final class AgentUses {

  private static final long BYTES_PER_KB = 1 << 10;
  private static final long UNKNOWN = -1;

  private record Row(Agent agent, Optional<MeasuredUse> use) {}

  private AgentUses() {}

  /**
   * Of those that have said something noticeably different.
   *
   * @param change after which of {@link MeasuredUses#changes}
   * @return as JSON; empty if there is no such agent
   */
  static Optional<byte[]> since(long change, MasterSnapshot snapshot, MeasuredUses uses) {
    List<Row> rows = new ArrayList<>();
    for (Agent agent : snapshot.agents()) {
      if (uses.changedAt(agent) > change) {
        rows.add(new Row(agent, uses.of(agent)));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    JsonBytes out = new JsonBytes().raw('{');
    new Columns<Row>()
        .text("id", row -> row.agent().id().value())
        .number("cpus", row -> told(row, MeasuredUse::cpusMillis, 1))
        .number("mem", row -> told(row, MeasuredUse::memBytes, BYTES_PER_KB))
        .number("disk", row -> told(row, MeasuredUse::diskBytes, BYTES_PER_KB))
        .write("uses", rows, out);
    return Optional.of(out.dropComma().raw('}').toByteArray());
  }

  private static long told(Row row, Function<MeasuredUse, OptionalLong> amount, long unit) {
    OptionalLong told = row.use().map(amount).orElse(OptionalLong.empty());
    return told.isPresent() ? told.getAsLong() / unit : UNKNOWN;
  }
}
