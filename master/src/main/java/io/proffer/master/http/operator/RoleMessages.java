package io.proffer.master.http.operator;

import io.proffer.master.actor.MasterSnapshot;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.quota.Protos.QuotaInfo;
import org.apache.mesos.v1.quota.Protos.QuotaStatus;

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

  public static Response getQuota(MasterSnapshot snapshot) {
    return StateMessages.answer(Response.Type.GET_QUOTA)
        .setGetQuota(Response.GetQuota.newBuilder().setStatus(quota(snapshot)))
        .build();
  }

  /** The quotas in force, in the old form, which has no limits, and in the new one. */
  @SuppressWarnings("deprecation") // clients of before there were limits read the old form
  public static QuotaStatus quota(MasterSnapshot snapshot) {
    QuotaStatus.Builder status = QuotaStatus.newBuilder();
    snapshot
        .roles()
        .quotas()
        .forEach(
            (role, quota) -> {
              QuotaInfo.Builder info = QuotaInfo.newBuilder().setRole(role);
              quota
                  .guarantees()
                  .toProto()
                  .forEach(
                      (name, amount) ->
                          info.addGuarantee(
                              Resource.newBuilder()
                                  .setName(name)
                                  .setType(Value.Type.SCALAR)
                                  .setScalar(amount)));
              status.addInfos(info).addConfigs(quota.toConfig(role));
            });
    return status.build();
  }

  /** The weights that were set. */
  public static List<WeightInfo> weights(MasterSnapshot snapshot) {
    return snapshot.roles().weights().entrySet().stream()
        .map(e -> WeightInfo.newBuilder().setRole(e.getKey()).setWeight(e.getValue()).build())
        .toList();
  }
}
