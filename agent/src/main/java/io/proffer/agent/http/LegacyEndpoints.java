package io.proffer.agent.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import io.proffer.core.protocol.MesosJson;
import io.proffer.core.protocol.legacy.LegacyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The bodies of the endpoints that Mesos' agents had before the v1 API. */
final class LegacyEndpoints {

  private static final JsonFactory JSON = new JsonFactory();

  private final AgentSelf self;
  private final MeasuredRuntime runtime;

  LegacyEndpoints(AgentSelf self, MeasuredRuntime runtime) {
    this.self = self;
    this.runtime = runtime;
  }

  byte[] version() {
    return LegacyWriter.object(out -> writeVersion(out, self));
  }

  static void writeVersion(LegacyWriter out, AgentSelf self) throws IOException {
    out.string("version", AgentSelf.API_VERSION);
    out.string("proffer_version", self.version());
    out.string("build_date", ServerMessages.date(self.builtAt()));
    out.time("build_time", self.builtAt());
    out.string("build_user", AgentSelf.BUILD_USER);
  }

  byte[] flags() {
    return LegacyWriter.object(out -> writeFlags(out, self));
  }

  static void writeFlags(LegacyWriter out, AgentSelf self) throws IOException {
    out.object(
        "flags",
        o -> {
          for (var flag : self.flags().entrySet()) {
            o.string(flag.getKey(), flag.getValue());
          }
        });
  }

  byte[] state(AgentSnapshot snapshot) {
    return new StateJson(self, snapshot).render();
  }

  byte[] containers(AgentSnapshot snapshot) {
    return list(snapshot, true);
  }

  byte[] statistics(AgentSnapshot snapshot) {
    return list(snapshot, false);
  }

  private byte[] list(AgentSnapshot snapshot, boolean withStatus) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<ContainerId, Usage> usages = ContainerMessages.usages(snapshot, runtime);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartArray();
      for (ExecutorView executor : snapshot.executors().toList()) {
        for (ContainerView container : executor.containers()) {
          write(out, executor, container, usages, withStatus);
        }
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("deprecation") // tools still read the source
  private static String source(ContainerView container) {
    return switch (container.work()) {
      case ContainerWork.Task w -> w.info().getTaskId().getValue();
      case ContainerWork.Executor w -> w.info().getSource();
    };
  }

  private void write(
      JsonGenerator out,
      ExecutorView executor,
      ContainerView container,
      Map<ContainerId, Usage> usages,
      boolean withStatus)
      throws IOException {
    out.writeStartObject();
    if (withStatus) {
      out.writeStringField("container_id", container.container().id().value());
    }
    out.writeStringField("executor_id", executor.id().value());
    out.writeStringField("executor_name", executor.info().getName());
    out.writeStringField("framework_id", executor.framework().value());
    out.writeStringField("source", source(container));
    out.writeFieldName("statistics");
    MesosJson.write(ContainerMessages.statistics(container, usages), out);
    if (withStatus) {
      out.writeFieldName("status");
      MesosJson.write(ContainerMessages.status(container), out);
    }
    out.writeEndObject();
  }
}
