package io.proffer.agent.http;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.TerminalSize;
import io.proffer.agent.session.Conversation;
import io.proffer.agent.session.NestedContainers;
import io.proffer.agent.session.OutputSink;
import io.proffer.agent.view.ContainerView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.agent.Protos.Call;

/** The calls that run a command inside the container of a task. */
final class LaunchCalls {

  private final NestedContainers nested;
  private final TaskContainers tasks;
  private final OutputStreams streams;

  LaunchCalls(NestedContainers nested, TaskContainers tasks, OutputStreams streams) {
    this.nested = nested;
    this.tasks = tasks;
    this.streams = streams;
  }

  /** Answers with what the command says. It lives as long as the connection. */
  HttpResponse session(Call.LaunchNestedContainerSession call, Request request, MessageTypes types)
      throws RefusedException {
    refuseWhatIsNotDone(call.getCommand());
    refuseUnlessOnlyTerminal(call.getContainer());
    ContainerView host = host(call.getContainerId());
    OutputStreams.Stream stream = streams.open(types, OutputStreams.PATIENCE_OF_A_SESSION);
    Optional<Conversation> launched =
        launch(call.getContainerId(), host, call.getCommand(), call.getContainer(), stream);
    if (launched.isEmpty()) {
      return alreadyThere();
    }
    Runnable end = () -> Thread.ofVirtual().start(launched.get()::kill);
    stream.whenClosed(end);
    ClientConnection.whenClosed(request.http(), end);
    return stream.response();
  }

  /** Its output goes to a directory of its own in the sandbox. */
  HttpResponse launch(Call.LaunchContainer call) throws RefusedException {
    ContainerID id = call.getContainerId();
    if (!id.hasParent()) {
      throw new RefusedException(
          501, "Containers without a parent are not implemented: this agent runs tasks only");
    }
    if (call.getResourcesCount() > 0 || call.getLimitsCount() > 0) {
      throw new RefusedException(
          400,
          "'launch_container.resources' and 'limits' are not supported: a nested container has the"
              + " resources of the container it is in, and its limits");
    }
    refuseWhatIsNotDone(call.getCommand());
    refuseUnlessOnlyTerminal(call.getContainer());
    ContainerView host = host(id);
    if (nested.find(id).isPresent()) {
      return alreadyThere();
    }
    Optional<Conversation> launched =
        launch(id, host, call.getCommand(), call.getContainer(), sandbox(host, id));
    if (launched.isEmpty()) {
      return alreadyThere();
    }
    if (!launched.get().hasTerminal()) {
      endInput(launched.get());
    }
    return Answers.done();
  }

  private static HttpResponse alreadyThere() {
    return HttpResponse.create().withStatus(StatusCodes.ACCEPTED);
  }

  private Optional<Conversation> launch(
      ContainerID id,
      ContainerView host,
      CommandInfo command,
      ContainerInfo container,
      OutputSink first)
      throws RefusedException {
    try {
      Optional<Conversation> launched =
          nested.launch(
              id, host.container().id(), ExecRequest.attached(command, terminal(container)), first);
      if (launched.isEmpty()) {
        first.ended();
      }
      return launched;
    } catch (LaunchException e) {
      first.ended();
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
  }

  /** Nobody else could. */
  private static void endInput(Conversation launched) {
    try {
      launched.execution().endInput();
    } catch (IOException e) {
      launched.kill();
    }
  }

  private OutputSink sandbox(ContainerView host, ContainerID id) throws RefusedException {
    try {
      return nested.inSandbox(Path.of(host.container().sandbox()), id);
    } catch (IOException e) {
      throw new RefusedException(500, "The sandbox cannot be made: " + e);
    }
  }

  /** The container of a task or executor that this is to run in, or in something that does. */
  private ContainerView host(ContainerID id) throws RefusedException {
    ContainerID parent = id.getParent();
    boolean runs = nested.find(parent).map(Conversation::runs).orElse(false);
    Optional<ContainerView> host = runs ? tasks.around(parent) : tasks.find(parent);
    return host.orElseThrow(
        () ->
            new RefusedException(
                400, "Parent container " + ContainerIds.text(parent) + " does not exist"));
  }

  private static Optional<TerminalSize> terminal(ContainerInfo container) {
    if (!container.hasTtyInfo()) {
      return Optional.empty();
    }
    TTYInfo tty = container.getTtyInfo();
    return Optional.of(
        tty.hasWindowSize()
            ? new TerminalSize(tty.getWindowSize().getRows(), tty.getWindowSize().getColumns())
            : TerminalSize.USUAL);
  }

  private static void refuseWhatIsNotDone(CommandInfo command) throws RefusedException {
    if (command.getUrisCount() > 0) {
      throw new RefusedException(
          400, "'command.uris' are not fetched for a nested container: it has its task's sandbox");
    }
  }

  /** What runs inside another container has its file system, its network and its limits. */
  private static void refuseUnlessOnlyTerminal(ContainerInfo container) throws RefusedException {
    ContainerInfo rest =
        container.toBuilder().clearTtyInfo().clearType().clearLinuxInfo().buildPartial();
    LinuxInfo linux = container.getLinuxInfo();
    boolean shares =
        (!linux.hasShareCgroups() || linux.getShareCgroups())
            && (!linux.hasSharePidNamespace() || linux.getSharePidNamespace());
    LinuxInfo other = linux.toBuilder().clearShareCgroups().clearSharePidNamespace().build();
    if (!shares
        || !rest.equals(ContainerInfo.getDefaultInstance())
        || !other.equals(LinuxInfo.getDefaultInstance())) {
      throw new RefusedException(
          400,
          "The provided ContainerInfo is not supported: a nested container has all but its terminal"
              + " from the container it is in");
    }
  }
}
