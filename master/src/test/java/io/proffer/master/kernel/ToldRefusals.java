package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.allocator.Refused;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reader knows of what frameworks refuse, who hears only of what changes. */
final class ToldRefusals {
  private final Set<Refused> all = new LinkedHashSet<>();

  void tell(List<RefusalNews> news) {
    for (RefusalNews each : news) {
      switch (each) {
        case RefusalNews.Began n -> assertThat(all.add(n.refused())).as("%s is new", n).isTrue();
        case RefusalNews.Ended n -> assertThat(all.remove(n.refused())).as("%s was", n).isTrue();
        case RefusalNews.AllEnded n ->
            assertThat(all.removeIf(r -> r.framework().equals(n.framework()) && isOf(r, n)))
                .as("%s were", n)
                .isTrue();
      }
    }
  }

  private static boolean isOf(Refused refused, RefusalNews.AllEnded ended) {
    return refused.role().equals(ended.role());
  }

  List<Refused> all() {
    return new ArrayList<>(all);
  }

  /** None outlives what it is about. */
  void check(MasterState state, Instant now) {
    for (Refused refused : all) {
      assertThat(state.framework(refused.framework()).filter(Framework::connected))
          .as("%s is of somebody who is there", refused)
          .isPresent();
      assertThat(state.agent(refused.agent())).as("%s is of an agent", refused).isPresent();
      assertThat(refused.until()).as("%s is not over", refused).isAfterOrEqualTo(now);
    }
  }
}
