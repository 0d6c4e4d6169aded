package io.proffer.master.http.legacy;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Quantities;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.RoleNames;
import io.proffer.master.state.Quota;
import java.io.IOException;
import java.util.Map;

/** {@code /roles}. */
public final class RolesJson {

  private RolesJson() {}

  public static byte[] render(MasterSnapshot snapshot) {
    Map<String, RoleNames.Holding> roles = RoleNames.of(snapshot, Allocations.of(snapshot));
    return LegacyWriter.object(
        out -> out.objects("roles", roles.entrySet(), (o, role) -> write(o, role, snapshot)));
  }

  private static void write(
      LegacyWriter out, Map.Entry<String, RoleNames.Holding> role, MasterSnapshot snapshot)
      throws IOException {
    RoleNames.Holding holding = role.getValue();
    Quota quota = snapshot.roles().quotaOf(role.getKey());
    out.string("name", role.getKey());
    out.number("weight", snapshot.roles().weightOf(role.getKey()));
    out.object(
        "quota",
        o -> {
          o.string("role", role.getKey());
          write(o, "guarantee", quota.guarantees());
          write(o, "limit", quota.limits());
          ResourcesJson.writeQuantities(
              o, "consumed", holding.used().unreserved().plus(holding.reserved()));
        });
    ResourcesJson.writeQuantities(out, "resources", holding.used().plus(holding.offered()));
    ResourcesJson.writeQuantities(out, "allocated", holding.used());
    ResourcesJson.writeQuantities(out, "offered", holding.offered());
    ResourcesJson.writeQuantities(out, "reserved", holding.reserved());
    out.strings("frameworks", holding.frameworks(), FrameworkId::value);
  }

  private static void write(LegacyWriter out, String name, Quantities quantities)
      throws IOException {
    out.object(
        name,
        o -> {
          for (Map.Entry<String, Long> amount : quantities.millis().entrySet()) {
            o.millis(amount.getKey(), amount.getValue());
          }
        });
  }
}
