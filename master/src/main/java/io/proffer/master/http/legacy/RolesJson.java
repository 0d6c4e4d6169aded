package io.proffer.master.http.legacy;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.protocol.legacy.ResourcesJson;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.RoleNames;
import java.io.IOException;
import java.util.Map;

/** {@code /roles}. */
public final class RolesJson {

  private RolesJson() {}

  public static byte[] render(MasterSnapshot snapshot) {
    Map<String, RoleNames.Holding> roles = RoleNames.of(snapshot, Allocations.of(snapshot));
    return LegacyWriter.object(out -> out.objects("roles", roles.entrySet(), (o, role) -> write(o, role, snapshot)));
  }

  private static void write(
      LegacyWriter out, Map.Entry<String, RoleNames.Holding> role, MasterSnapshot snapshot)
      throws IOException {
    RoleNames.Holding holding = role.getValue();
    out.string("name", role.getKey());
    out.number("weight", snapshot.roles().weightOf(role.getKey()));
    out.object(
        "quota",
        o -> {
          o.string("role", role.getKey());
          o.object("guarantee", none -> {});
          o.object("limit", none -> {});
          ResourcesJson.writeQuantities(
              o, "consumed", holding.used().unreserved().plus(holding.reserved()));
        });
    ResourcesJson.writeQuantities(out, "resources", holding.used().plus(holding.offered()));
    ResourcesJson.writeQuantities(out, "allocated", holding.used());
    ResourcesJson.writeQuantities(out, "offered", holding.offered());
    ResourcesJson.writeQuantities(out, "reserved", holding.reserved());
    out.strings("frameworks", holding.frameworks(), FrameworkId::value);
  }
}
