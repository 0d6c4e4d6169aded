package io.proffer.agent.http;

import io.proffer.agent.container.ContainerExit;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/** Calls that have two names, of which clients use the old one still. */
@SuppressWarnings("deprecation")
final class OldNames {

  private OldNames() {}

  /** The same call by its new name, and without its body where it has none. */
  static Call modern(Call call) {
    Call.Builder modern = call.toBuilder();
    switch (call.getType()) {
      case LAUNCH_NESTED_CONTAINER -> {
        modern.setType(Call.Type.LAUNCH_CONTAINER);
        if (call.hasLaunchNestedContainer()) {
          Call.LaunchNestedContainer old = call.getLaunchNestedContainer();
          modern
              .getLaunchContainerBuilder()
              .setContainerId(old.getContainerId())
              .setCommand(old.getCommand())
              .setContainer(old.getContainer());
        }
      }
      case WAIT_NESTED_CONTAINER -> {
        modern.setType(Call.Type.WAIT_CONTAINER);
        if (call.hasWaitNestedContainer()) {
          modern
              .getWaitContainerBuilder()
              .setContainerId(call.getWaitNestedContainer().getContainerId());
        }
      }
      case KILL_NESTED_CONTAINER -> {
        modern.setType(Call.Type.KILL_CONTAINER);
        if (call.hasKillNestedContainer()) {
          Call.KillNestedContainer old = call.getKillNestedContainer();
          modern.getKillContainerBuilder().setContainerId(old.getContainerId());
          if (old.hasSignal()) {
            modern.getKillContainerBuilder().setSignal(old.getSignal());
          }
        }
      }
      case REMOVE_NESTED_CONTAINER -> {
        modern.setType(Call.Type.REMOVE_CONTAINER);
        if (call.hasRemoveNestedContainer()) {
          modern
              .getRemoveContainerBuilder()
              .setContainerId(call.getRemoveNestedContainer().getContainerId());
        }
      }
      default -> {}
    }
    return modern.buildPartial();
  }

  /** The container that a call is about; empty when the message of its type is not there. */
  static Optional<ContainerID> container(Call call) {
    return switch (call.getType()) {
      case LAUNCH_NESTED_CONTAINER ->
          of(call.hasLaunchNestedContainer(), call.getLaunchNestedContainer().getContainerId());
      case WAIT_NESTED_CONTAINER ->
          of(call.hasWaitNestedContainer(), call.getWaitNestedContainer().getContainerId());
      case KILL_NESTED_CONTAINER ->
          of(call.hasKillNestedContainer(), call.getKillNestedContainer().getContainerId());
      case REMOVE_NESTED_CONTAINER ->
          of(call.hasRemoveNestedContainer(), call.getRemoveNestedContainer().getContainerId());
      case LAUNCH_NESTED_CONTAINER_SESSION ->
          of(
              call.hasLaunchNestedContainerSession(),
              call.getLaunchNestedContainerSession().getContainerId());
      case ATTACH_CONTAINER_INPUT ->
          of(call.hasAttachContainerInput(), call.getAttachContainerInput().getContainerId());
      case ATTACH_CONTAINER_OUTPUT ->
          of(call.hasAttachContainerOutput(), call.getAttachContainerOutput().getContainerId());
      case LAUNCH_CONTAINER ->
          of(call.hasLaunchContainer(), call.getLaunchContainer().getContainerId());
      case WAIT_CONTAINER -> of(call.hasWaitContainer(), call.getWaitContainer().getContainerId());
      case KILL_CONTAINER -> of(call.hasKillContainer(), call.getKillContainer().getContainerId());
      case REMOVE_CONTAINER ->
          of(call.hasRemoveContainer(), call.getRemoveContainer().getContainerId());
      default -> Optional.empty();
    };
  }

  private static Optional<ContainerID> of(boolean present, ContainerID id) {
    return present ? Optional.of(id) : Optional.empty();
  }

  /** What the answer to a call that waits is called. */
  static Response.Type answerType(Call call) {
    return call.getType() == Call.Type.WAIT_NESTED_CONTAINER
        ? Response.Type.WAIT_NESTED_CONTAINER
        : Response.Type.WAIT_CONTAINER;
  }

  /** The answer to a call that waits. */
  static Response waited(Call call, ContainerExit exit) {
    Response.Builder answer = Response.newBuilder().setType(answerType(call));
    if (call.getType() == Call.Type.WAIT_NESTED_CONTAINER) {
      Response.WaitNestedContainer.Builder wait = answer.getWaitNestedContainerBuilder();
      status(exit).ifPresent(wait::setExitStatus);
      message(exit).ifPresent(wait::setMessage);
    } else {
      Response.WaitContainer.Builder wait = answer.getWaitContainerBuilder();
      status(exit).ifPresent(wait::setExitStatus);
      message(exit).ifPresent(wait::setMessage);
    }
    return answer.build();
  }

  /** As {@code wait(2)} gives it. */
  private static Optional<Integer> status(ContainerExit exit) {
    return switch (exit) {
      case ContainerExit.Exited e -> Optional.of(e.code() << 8);
      case ContainerExit.Signaled e -> Optional.of(e.signal());
      case ContainerExit.LimitExceeded e -> Optional.empty();
      case ContainerExit.Unknown e -> Optional.empty();
    };
  }

  private static Optional<String> message(ContainerExit exit) {
    return switch (exit) {
      case ContainerExit.Exited e -> Optional.empty();
      case ContainerExit.Signaled e -> Optional.empty();
      case ContainerExit.LimitExceeded e -> Optional.of(e.message());
      case ContainerExit.Unknown e -> Optional.of(e.message());
    };
  }
}
