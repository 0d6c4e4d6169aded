package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.Probes;
import io.proffer.service.model.ReadinessCheck;
import io.proffer.service.model.TaskCheck;

/** Writes how instances are looked at, with all defaults. */
public final class ProbeWriter {

  private ProbeWriter() {}

  static void write(ObjectNode out, Probes probes) {
    if (!probes.health().isEmpty()) {
      ArrayNode checks = out.putArray("healthChecks");
      probes.health().forEach(check -> health(checks.addObject(), check));
    }
    probes.check().ifPresent(check -> check(out.putObject("check"), check));
    if (!probes.readiness().isEmpty()) {
      ArrayNode checks = out.putArray("readinessChecks");
      probes.readiness().forEach(check -> readiness(checks.addObject(), check));
    }
  }

  /** A health check. */
  public static void health(ObjectNode out, HealthCheck check) {
    out.put("protocol", check.protocol().name());
    check.path().ifPresent(path -> out.put("path", path));
    check.port().ifPresent(port -> out.put("port", port));
    check.portIndex().ifPresent(index -> out.put("portIndex", index));
    check.command().ifPresent(command -> out.putObject("command").put("value", command));
    out.put("gracePeriodSeconds", check.gracePeriod().toSeconds());
    out.put("intervalSeconds", check.interval().toSeconds());
    out.put("timeoutSeconds", check.timeout().toSeconds());
    out.put("delaySeconds", check.delay().toSeconds());
    out.put("maxConsecutiveFailures", check.maxConsecutiveFailures());
    out.put("ignoreHttp1xx", check.ignoreHttp1xx());
    out.put("ipProtocol", check.ipv6() ? "IPv6" : "IPv4");
  }

  private static void check(ObjectNode out, TaskCheck check) {
    switch (check.look()) {
      case TaskCheck.Http http -> {
        ObjectNode json = out.putObject("http");
        port(json, http.port());
        http.path().ifPresent(path -> json.put("path", path));
        json.put("scheme", http.tls() ? "HTTPS" : "HTTP");
      }
      case TaskCheck.Tcp tcp -> port(out.putObject("tcp"), tcp.port());
      case TaskCheck.Exec exec -> command(out.putObject("exec").putObject("command"), exec);
    }
    out.put("intervalSeconds", check.interval().toSeconds());
    out.put("timeoutSeconds", check.timeout().toSeconds());
    out.put("delaySeconds", check.delay().toSeconds());
  }

  static void command(ObjectNode out, TaskCheck.Exec exec) {
    if (exec.shell()) {
      out.put("shell", exec.words().getFirst());
    } else {
      AppWriter.texts(out, "argv", exec.words());
    }
  }

  private static void port(ObjectNode out, TaskCheck.Port port) {
    port.number()
        .ifPresentOrElse(n -> out.put("port", n), () -> out.put("portIndex", port.index()));
  }

  private static void readiness(ObjectNode out, ReadinessCheck check) {
    out.put("name", check.name());
    out.put("protocol", check.tls() ? "HTTPS" : "HTTP");
    out.put("path", check.path());
    out.put("portName", check.portName());
    out.put("intervalSeconds", check.interval().toSeconds());
    out.put("timeoutSeconds", check.timeout().toSeconds());
    ArrayNode codes = out.putArray("httpStatusCodesForReady");
    check.codes().forEach(codes::add);
    out.put("preserveLastResponse", check.preserveLastResponse());
  }
}
