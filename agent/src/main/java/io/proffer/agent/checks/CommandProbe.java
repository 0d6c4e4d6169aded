package io.proffer.agent.checks;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import java.util.concurrent.ExecutionException;

/** Runs a command in the task's container. It is killed, with all it started, when aborted. */
record CommandProbe(ContainerRuntime runtime) implements TargetProbe<ProbeTarget.Command> {

  @Override
  public ProbeResult look(Probe probe, ProbeTarget.Command target, Abort abort)
      throws InterruptedException {
    try (Execution execution =
        runtime.execute(
            probe.container().id(),
            ExecRequest.unattended(target.command().toBuilder().clearUser().build()))) {
      abort.breaksOff(execution::kill);
      return result(execution.exit().toCompletableFuture().get());
    } catch (LaunchException e) {
      String why = String.valueOf(e.getMessage());
      return switch (e.failure().kind()) {
        case COMMAND, IMAGE, FETCH -> new ProbeResult.Failed(why);
        case SANDBOX, RUNTIME, CANCELLED -> new ProbeResult.Unavailable(why);
      };
    } catch (ExecutionException e) {
      return new ProbeResult.Unavailable(String.valueOf(e.getCause()));
    }
  }

  private static ProbeResult result(ContainerExit exit) {
    return switch (exit) {
      case ContainerExit.Exited e -> new ProbeResult.CommandExited(e.code());
      case ContainerExit.Signaled e -> new ProbeResult.Failed("ended by signal " + e.signal());
      case ContainerExit.LimitExceeded e -> new ProbeResult.Failed(e.message());
      case ContainerExit.Unknown e -> new ProbeResult.Unavailable(e.message());
    };
  }
}
