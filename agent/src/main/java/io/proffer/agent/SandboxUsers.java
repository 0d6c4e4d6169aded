package io.proffer.agent;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.SandboxOwners;
import io.proffer.agent.runtime.process.UserAccount;
import io.proffer.agent.runtime.process.UserAccounts;
import io.proffer.agent.sandbox.fetch.Owner;
import java.util.Optional;

/**
 * Whose the files in a sandbox are: its task's user's, where the agent may switch to that. An image
 * has users of its own, so a container's user need not exist on the agent's machine.
 */
final class SandboxUsers implements SandboxOwners {

  private final boolean switchUser;
  private final UserAccounts accounts = UserAccounts.open();

  SandboxUsers(boolean switchUser) {
    this.switchUser = switchUser;
  }

  @Override
  public Optional<Owner> of(ContainerSpec spec) throws LaunchException {
    String name = spec.command().hasUser() ? spec.command().getUser() : spec.framework().getUser();
    if (name.isEmpty() || !switchUser || !accounts.agentIsRoot()) {
      return Optional.empty();
    }
    Optional<UserAccount> account = accounts.find(name);
    if (account.isEmpty() && !spec.work().hasImage()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "the user '" + name + "' does not exist on the agent's machine");
    }
    return account.filter(a -> !accounts.isOwn(a)).map(a -> new Owner(a.name(), a.uid(), a.gid()));
  }
}
