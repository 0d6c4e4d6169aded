package io.proffer.master.http.operator;

import io.proffer.master.actor.MasterSnapshot;
import java.util.List;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.master.Protos.Response;

/** The answers of the operator API about what operators have said about roles. */
public final class RoleMessages {

  private RoleMessages() {}

  public static Response getWeights(MasterSnapshot snapshot) {
    Response.Builder answer = StateMessages.answer(Response.Type.GET_WEIGHTS);
    List<WeightInfo> weights = weights(snapshot);
    if (!weights.isEmpty()) {
      answer.setGetWeights(Response.GetWeights.newBuilder().addAllWeightInfos(weights));
    }
    return answer.build();
  }

  /** The weights that were set. */
  public static List<WeightInfo> weights(MasterSnapshot snapshot) {
    return snapshot.roles().weights().entrySet().stream()
        .map(e -> WeightInfo.newBuilder().setRole(e.getKey()).setWeight(e.getValue()).build())
        .toList();
  }
}
