package io.proffer.master.http;

import io.proffer.core.model.Quantities;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import io.proffer.master.validation.QuotaPlan;
import java.io.IOException;
import java.util.Map;

/** What would follow from other quotas, as JSON. */
final class QuotaPlanJson {

  private QuotaPlanJson() {}

  static byte[] render(QuotaPlan plan) {
    return LegacyWriter.object(
        out -> {
          out.bool("accepted", plan.refused().isEmpty() && plan.conflict().isEmpty());
          out.bool("forcible", plan.refused().isEmpty());
          out.string("problem", plan.refused().or(plan::conflict).orElse(""));
          write(out, "capacity", plan.capacity());
          write(out, "guaranteed", plan.guaranteed());
          write(out, "overcommitted", plan.overcommitted());
          out.objects("roles", plan.roles(), QuotaPlanJson::write);
          out.objects("rescinded", plan.rescinded(), QuotaPlanJson::write);
        });
  }

  private static void write(LegacyWriter out, QuotaPlan.OfRole role) throws IOException {
    out.string("role", role.role());
    write(out, "before", role.before());
    write(out, "after", role.after());
    write(out, "consumed", role.use().consumed());
    write(out, "offered", role.use().offered());
    write(out, "excess", role.excess());
    write(out, "unmet", role.unmet());
  }

  private static void write(LegacyWriter out, Offer offer) throws IOException {
    out.string("id", offer.id().value());
    out.string("framework_id", offer.framework().value());
    out.string("agent_id", offer.agent().value());
    out.string("role", offer.role());
    write(out, "resources", QuotaUse.countedIn(offer.resources()));
  }

  private static void write(LegacyWriter out, String name, Quota quota) throws IOException {
    out.object(
        name,
        o -> {
          write(o, "guarantees", quota.guarantees());
          write(o, "limits", quota.limits());
        });
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
