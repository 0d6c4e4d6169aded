package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.ConfigUse;
import io.proffer.service.model.Extension;
import io.proffer.service.model.RolloutPolicy;
import io.proffer.service.model.StopPolicy;
import java.util.List;

/** Writes the object {@code proffer} of apps that have it, and nothing for those that do not. */
final class ExtensionWriter {

  private ExtensionWriter() {}

  static void write(ObjectNode app, Extension extension) {
    if (extension.equals(Extension.NONE)) {
      return;
    }
    ObjectNode out = app.putObject("proffer");
    extension.rollout().ifPresent(policy -> rollout(out.putObject("deployment"), policy));
    if (extension.updateInPlace()) {
      out.put("updateInPlace", true);
    }
    if (extension.indexed()) {
      out.put("indexed", true);
    }
    extension.stop().ifPresent(stop -> stop(out.putObject("stop"), stop));
    extension
        .mending()
        .ifPresent(
            mending ->
                out.putObject("unhealthy")
                    .put("replaceFirst", true)
                    .put("maxReplacements", mending.most())
                    .put("perSeconds", mending.span().toSeconds()));
    extension
        .rebalance()
        .ifPresent(
            rebalance ->
                out.putObject("rebalance")
                    .put("everySeconds", rebalance.interval().toSeconds())
                    .put("skew", rebalance.skew()));
    extension
        .scaling()
        .ifPresent(scaling -> ScalingWriter.write(out.putObject("autoscale"), scaling));
    configs(out, extension.configs());
    if (extension.onSecretChange() != ConfigUse.OnChange.NOTHING) {
      out.put("onSecretChange", extension.onSecretChange().name());
    }
  }

  private static void rollout(ObjectNode out, RolloutPolicy policy) {
    out.put("healthyDeadlineSeconds", policy.healthyDeadline().toSeconds());
    out.put("progressDeadlineSeconds", policy.progressDeadline().toSeconds());
    out.put("autoRollback", policy.rollBack());
    out.put("batchSize", policy.batchSize());
    out.put("canaries", policy.canaries());
    out.put("blueGreen", policy.blueGreen());
    out.put("autoPromote", policy.autoPromote());
  }

  private static void stop(ObjectNode out, StopPolicy stop) {
    out.put("drainSeconds", stop.drain().toSeconds());
    stop.hook()
        .ifPresent(
            hook ->
                out.putObject("preStop")
                    .put("path", hook.path())
                    .put("portIndex", hook.portIndex())
                    .put("timeoutSeconds", hook.timeout().toSeconds()));
  }

  private static void configs(ObjectNode out, List<ConfigUse> configs) {
    if (configs.isEmpty()) {
      return;
    }
    ArrayNode all = out.putArray("configs");
    for (ConfigUse use : configs) {
      ObjectNode one = all.addObject().put("name", use.name());
      use.directory().ifPresent(directory -> one.put("directory", directory));
      if (!use.prefix().isEmpty()) {
        one.put("prefix", use.prefix());
      }
      one.put("onChange", use.onChange().name());
      if (use.onChange() == ConfigUse.OnChange.SIGNAL) {
        one.put("signal", use.signal().name());
      }
    }
  }
}
