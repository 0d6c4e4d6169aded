package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.allocator.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalTableTest {

  private static final FrameworkId SHOP = new FrameworkId("shop");
  private static final FrameworkId BANK = new FrameworkId("bank");

  private final RefusalTable table = new RefusalTable();

  @Test
  void thoseThatLastLongestComeFirst() {
    begins(refused(1, SHOP, "r1", 10));
    begins(refused(2, SHOP, "r2", 30));
    begins(refused(3, SHOP, "r1", 20));
    begins(refused(4, BANK, "r1", 40));

    Refused.Some some = table.of(SHOP, 2);

    assertThat(some.inAll()).isEqualTo(3);
    assertThat(some.first()).extracting(Refused::sequence).containsExactly(2L, 3L);
  }

  @Test
  void whatEndsIsNotKept() {
    begins(refused(1, SHOP, "r1", 10));
    begins(refused(2, SHOP, "r2", 10));
    begins(refused(3, BANK, "r1", 10));

    table.apply(new RefusalNews.Ended(refused(1, SHOP, "r1", 10)));
    assertThat(table.of(SHOP, 9).first()).extracting(Refused::sequence).containsExactly(2L);

    table.apply(new RefusalNews.AllEnded(SHOP, "r2"));
    assertThat(table.of(SHOP, 9).inAll()).isZero();
    assertThat(table.of(BANK, 9).inAll()).isEqualTo(1);
  }

  private void begins(Refused refused) {
    table.apply(new RefusalNews.Began(refused));
  }

  private static Refused refused(long sequence, FrameworkId who, String role, long until) {
    return new Refused(
        sequence,
        who,
        role,
        new AgentId("S0"),
        Resources.parse("cpus:1"),
        Instant.ofEpochSecond(until));
  }
}
