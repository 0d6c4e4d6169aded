package io.proffer.agent.http;

import akka.http.javadsl.model.HttpResponse;
import io.proffer.agent.session.ContainerAccess.Action;
import io.proffer.agent.session.Conversation;
import io.proffer.agent.session.NestedContainers;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.agent.Protos.Call;

/** The calls about containers inside those of tasks. */
final class ContainerCalls {

  private static final int SIGKILL = 9;
  private static final int LAST_SIGNAL = 64;

  private final NestedContainers nested;
  private final TaskContainers tasks;
  private final LaunchCalls launches;
  private final OutputStreams streams;
  private final Attachments attachments;
  private final ContainerPermits permits;
  private final WaitCalls waits = new WaitCalls();

  ContainerCalls(
      NestedContainers nested,
      TaskContainers tasks,
      LaunchCalls launches,
      OutputStreams streams,
      Attachments attachments,
      ContainerPermits permits) {
    this.nested = nested;
    this.tasks = tasks;
    this.launches = launches;
    this.streams = streams;
    this.attachments = attachments;
    this.permits = permits;
  }

  HttpResponse answer(Call asked, Request request, MessageTypes types) throws RefusedException {
    requireValid(asked);
    Call call = OldNames.modern(asked);
    Optional<ContainerID> container = OldNames.container(call);
    if (container.isPresent()) {
      permits.require(request, action(call.getType()), container.get());
    }
    return switch (call.getType()) {
      case LAUNCH_NESTED_CONTAINER_SESSION ->
          launches.session(call.getLaunchNestedContainerSession(), request, types);
      case ATTACH_CONTAINER_OUTPUT ->
          attachOutput(call.getAttachContainerOutput().getContainerId(), types);
      case ATTACH_CONTAINER_INPUT ->
          throw new RefusedException(
              415,
              "Expecting 'Content-Type' to be application/recordio for ATTACH_CONTAINER_INPUT call");
      case LAUNCH_CONTAINER -> launches.launch(call.getLaunchContainer());
      case WAIT_CONTAINER ->
          waits.answer(require(call.getWaitContainer().getContainerId()), asked, request, types);
      case KILL_CONTAINER -> kill(call.getKillContainer());
      case REMOVE_CONTAINER -> remove(call.getRemoveContainer().getContainerId());
      default -> throw new IllegalArgumentException(call.getType() + " is not about containers");
    };
  }

  private static Action action(Call.Type call) {
    return switch (call) {
      case LAUNCH_CONTAINER, LAUNCH_NESTED_CONTAINER_SESSION -> Action.LAUNCH;
      case ATTACH_CONTAINER_INPUT -> Action.ATTACH_INPUT;
      case ATTACH_CONTAINER_OUTPUT -> Action.ATTACH_OUTPUT;
      case WAIT_CONTAINER -> Action.WAIT;
      case KILL_CONTAINER -> Action.KILL;
      case REMOVE_CONTAINER -> Action.REMOVE;
      default -> throw new IllegalArgumentException(call + " is not about containers");
    };
  }

  /** The message is there, and the id in it is one; by an old name it must be in another. */
  private static void requireValid(Call call) throws RefusedException {
    String field = call.getType().name().toLowerCase(Locale.ROOT);
    Optional<ContainerID> id = OldNames.container(call);
    if (id.isEmpty()) {
      throw new RefusedException(
          400, "Failed to validate agent::Call: Expecting '" + field + "' to be present");
    }
    if (call.getType() == Call.Type.ATTACH_CONTAINER_INPUT) {
      return; // only the first record of a stream must have one
    }
    ContainerIds.require(field + ".container_id", id.get());
    if (field.contains("nested")) {
      ContainerIds.requireParent(field + ".container_id", id.get());
    }
  }

  private HttpResponse attachOutput(ContainerID id, MessageTypes types) throws RefusedException {
    Conversation conversation = attachments.find(id);
    OutputStreams.Stream stream = streams.open(types, OutputStreams.PATIENCE_OF_A_LISTENER);
    conversation.attach(stream);
    return stream.response();
  }

  private Conversation require(ContainerID id) throws RefusedException {
    Optional<Conversation> found = nested.find(id);
    if (found.isEmpty()) {
      refuseTask(id);
      throw new RefusedException(404, "Container " + ContainerIds.text(id) + " cannot be found");
    }
    return found.get();
  }

  /** What is a task's is its framework's to kill, and to hear of. */
  private void refuseTask(ContainerID id) throws RefusedException {
    if (tasks.find(id).isPresent()) {
      throw new RefusedException(
          501,
          "Container %s is that of a task or executor: it is killed through its framework, and its"
                  .formatted(ContainerIds.text(id))
              + " end is in its status; these calls are for what runs inside it");
    }
  }

  private HttpResponse kill(Call.KillContainer call) throws RefusedException {
    ContainerID id = call.getContainerId();
    int signal = call.hasSignal() ? call.getSignal() : SIGKILL;
    if (signal < 1 || signal > LAST_SIGNAL) {
      throw new RefusedException(400, "There is no signal " + signal);
    }
    Optional<Conversation> running = nested.find(id).filter(Conversation::runs);
    if (running.isEmpty()) {
      refuseTask(id);
      throw new RefusedException(
          404,
          "Container '%s' cannot be found (or is already killed)".formatted(ContainerIds.text(id)));
    }
    try {
      if (signal == SIGKILL) {
        running.get().kill();
      } else {
        running.get().execution().signal(signal);
      }
      return Answers.done();
    } catch (IOException e) {
      throw new RefusedException(500, "The signal was not sent: " + e.getMessage());
    }
  }

  private HttpResponse remove(ContainerID id) throws RefusedException {
    refuseTask(id);
    if (!nested.remove(id)) {
      throw new RefusedException(
          500, "Container " + ContainerIds.text(id) + " has not terminated yet");
    }
    return Answers.done();
  }
}
