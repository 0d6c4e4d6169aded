package io.proffer.master.http;

import com.google.protobuf.Duration;
import io.proffer.core.model.AgentId;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.master.Protos.Call;

/** Which agent an operator wants drained, and how. */
record AgentDrain(AgentId agent, DrainConfig config) {

  /** More than anybody waits for; it can be told in nanoseconds. */
  private static final long MAX_GRACE_SECONDS = TimeUnit.DAYS.toSeconds(36_500);

  static AgentDrain of(Call.DrainAgent asked) throws RefusedException {
    DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(asked.getMarkGone());
    if (asked.hasMaxGracePeriod()) {
      config.setMaxGracePeriod(
          DurationInfo.newBuilder().setNanoseconds(nanos(asked.getMaxGracePeriod())));
    }
    return new AgentDrain(AgentId.of(asked.getAgentId()), config.build());
  }

  private static long nanos(Duration most) throws RefusedException {
    if (most.getSeconds() < 0 || most.getSeconds() > MAX_GRACE_SECONDS || most.getNanos() < 0) {
      throw new RefusedException(
          400,
          "'drain_agent.max_grace_period' must be from 0 to %d seconds, and is %d"
              .formatted(MAX_GRACE_SECONDS, most.getSeconds()));
    }
    return TimeUnit.SECONDS.toNanos(most.getSeconds()) + most.getNanos();
  }
}
