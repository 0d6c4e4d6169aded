package io.proffer.master.http.operator;

import com.google.protobuf.ByteString;
import io.proffer.master.actor.BuildInfo;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.MasterSelf;
import java.time.Instant;
import java.util.Map;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.master.Protos.Response;

/** The answers of the operator API that tell what the master is. */
public final class ServerMessages {

  private ServerMessages() {}

  public static Response getHealth() {
    return StateMessages.answer(Response.Type.GET_HEALTH)
        .setGetHealth(Response.GetHealth.newBuilder().setHealthy(true))
        .build();
  }

  public static Response getFlags(MasterSelf self) {
    Response.GetFlags.Builder flags = Response.GetFlags.newBuilder();
    self.flags()
        .forEach(
            (name, value) ->
                flags.addFlags(Protos.Flag.newBuilder().setName(name).setValue(value)));
    return StateMessages.answer(Response.Type.GET_FLAGS).setGetFlags(flags).build();
  }

  public static Response getVersion(BuildInfo build) {
    Protos.VersionInfo version =
        Protos.VersionInfo.newBuilder()
            .setVersion(BuildInfo.API_VERSION)
            .setBuildDate(build.date())
            .setBuildTime(seconds(build.builtAt()))
            .setBuildUser(BuildInfo.USER)
            .build();
    return StateMessages.answer(Response.Type.GET_VERSION)
        .setGetVersion(Response.GetVersion.newBuilder().setVersionInfo(version))
        .build();
  }

  /** Of what is no directory. */
  public static Response listNoFiles() {
    return StateMessages.answer(Response.Type.LIST_FILES)
        .setListFiles(Response.ListFiles.getDefaultInstance())
        .build();
  }

  /**
   * @param size of the whole file
   */
  public static Response readFile(long size, ByteString data) {
    return StateMessages.answer(Response.Type.READ_FILE)
        .setReadFile(Response.ReadFile.newBuilder().setSize(size).setData(data))
        .build();
  }

  public static Response getMetrics(Map<String, Double> metrics) {
    Response.GetMetrics.Builder all = Response.GetMetrics.newBuilder();
    metrics.forEach(
        (name, value) -> all.addMetrics(Protos.Metric.newBuilder().setName(name).setValue(value)));
    return StateMessages.answer(Response.Type.GET_METRICS).setGetMetrics(all).build();
  }

  public static Response getLoggingLevel() {
    return StateMessages.answer(Response.Type.GET_LOGGING_LEVEL)
        .setGetLoggingLevel(Response.GetLoggingLevel.newBuilder().setLevel(0))
        .build();
  }

  public static Response getMaster(MasterSelf self, LeadingMaster master) {
    return StateMessages.answer(Response.Type.GET_MASTER)
        .setGetMaster(
            Response.GetMaster.newBuilder()
                .setMasterInfo(master.info())
                .setStartTime(seconds(self.startedAt()))
                .setElectedTime(seconds(master.electedAt())))
        .build();
  }

  private static double seconds(Instant at) {
    return at.getEpochSecond() + at.getNano() / 1e9;
  }
}
