package io.proffer.service.model;

import java.util.List;
import java.util.Optional;

/**
 * What an app says under {@code proffer}: everything that Marathon's app JSON has no field for.
 *
 * @param rollout empty: as Marathon does
 * @param updateInPlace whether changes that do not touch a running task leave the instances alone
 * @param indexed whether instances are numbered from 0, each number taken by one at a time
 * @param stop empty: instances are killed at once
 * @param mending empty: agents kill what is not healthy, and then it is replaced
 * @param rebalance empty: instances stay where they are
 * @param scaling empty: instances are as many as somebody says
 * @param configs what instances are given of configuration kept by the framework
 * @param onSecretChange what is done with instances when a secret of theirs changes that the
 *     framework keeps
 */
public record Extension(
    Optional<RolloutPolicy> rollout,
    boolean updateInPlace,
    boolean indexed,
    Optional<StopPolicy> stop,
    Optional<MendPolicy> mending,
    Optional<RebalancePolicy> rebalance,
    Optional<ScalingPolicy> scaling,
    List<ConfigUse> configs,
    ConfigUse.OnChange onSecretChange) {

  /** An app that says nothing of the kind. */
  public static final Extension NONE =
      new Extension(
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          ConfigUse.OnChange.NOTHING);

  public Extension {
    configs = List.copyOf(configs);
  }
}
