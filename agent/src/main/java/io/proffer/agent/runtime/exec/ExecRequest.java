package io.proffer.agent.runtime.exec;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * A command to run inside a container that runs. It has the container's environment, under its own,
 * and the container's user and limits, unless it names a user itself.
 *
 * @param command without a shell, its arguments begin with its own name where it is attached; where
 *     it is not, they do as in a task of the same runtime
 * @param attached whether somebody reads its output and may write its input; otherwise it has no
 *     input and its output is thrown away
 * @param terminal the size of the terminal it is to have; empty for none
 */
public record ExecRequest(CommandInfo command, boolean attached, Optional<TerminalSize> terminal) {

  /** Nobody reads what it says. */
  public static ExecRequest unattended(CommandInfo command) {
    return new ExecRequest(command, false, Optional.empty());
  }

  /** Somebody talks with it. */
  public static ExecRequest attached(CommandInfo command, Optional<TerminalSize> terminal) {
    return new ExecRequest(command, true, terminal);
  }

  /** The same, with one more variable in its environment. */
  public ExecRequest with(String variable, String value) {
    CommandInfo.Builder more = command.toBuilder();
    more.getEnvironmentBuilder().addVariablesBuilder().setName(variable).setValue(value);
    return new ExecRequest(more.build(), attached, terminal);
  }
}
