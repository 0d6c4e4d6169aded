package io.proffer.agent.http;

import io.proffer.agent.view.AgentSnapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.agent.Protos.Response;

/** The answers of the operator API that tell what the agent is. */
final class ServerMessages {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private ServerMessages() {}

  static Response getHealth(AgentSelf self) {
    return answer(Response.Type.GET_HEALTH)
        .setGetHealth(
            Response.GetHealth.newBuilder().setHealthy(self.checkpointTrouble().get().isEmpty()))
        .build();
  }

  static Response getFlags(AgentSelf self) {
    Response.GetFlags.Builder flags = Response.GetFlags.newBuilder();
    self.flags()
        .forEach(
            (name, value) ->
                flags.addFlags(Protos.Flag.newBuilder().setName(name).setValue(value)));
    return answer(Response.Type.GET_FLAGS).setGetFlags(flags).build();
  }

  static Response getVersion(AgentSelf self) {
    Protos.VersionInfo version =
        Protos.VersionInfo.newBuilder()
            .setVersion(AgentSelf.API_VERSION)
            .setBuildDate(date(self.builtAt()))
            .setBuildTime((double) self.builtAt().getEpochSecond())
            .setBuildUser(AgentSelf.BUILD_USER)
            .build();
    return answer(Response.Type.GET_VERSION)
        .setGetVersion(Response.GetVersion.newBuilder().setVersionInfo(version))
        .build();
  }

  static Response getMetrics(Map<String, Double> metrics) {
    Response.GetMetrics.Builder all = Response.GetMetrics.newBuilder();
    metrics.forEach(
        (name, value) -> all.addMetrics(Protos.Metric.newBuilder().setName(name).setValue(value)));
    return answer(Response.Type.GET_METRICS).setGetMetrics(all).build();
  }

  static Response getLoggingLevel() {
    return answer(Response.Type.GET_LOGGING_LEVEL)
        .setGetLoggingLevel(Response.GetLoggingLevel.newBuilder().setLevel(0))
        .build();
  }

  static Response getAgent(AgentSelf self, AgentSnapshot snapshot) {
    AgentInfo.Builder info = self.info().toBuilder();
    snapshot.id().ifPresent(id -> info.setId(id.toProto()));
    Response.GetAgent.Builder agent = Response.GetAgent.newBuilder().setAgentInfo(info);
    snapshot
        .drain()
        .ifPresent(
            drain ->
                agent
                    .setDrainConfig(drain.config())
                    .setEstimatedDrainStartTime(
                        TimeInfo.newBuilder()
                            .setNanoseconds(
                                TimeUnit.SECONDS.toNanos(drain.begunAt().getEpochSecond()))));
    return answer(Response.Type.GET_AGENT).setGetAgent(agent).build();
  }

  /** A moment as Mesos writes build dates. */
  static String date(Instant at) {
    return DATE.format(at);
  }

  static Response.Builder answer(Response.Type type) {
    return Response.newBuilder().setType(type);
  }
}
