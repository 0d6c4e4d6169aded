package io.proffer.agent.runtime.process;

import io.proffer.agent.container.Unenforced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the agent may do for its tasks: root in a container often may less than root.
 *
 * @param user the name of the agent's own user
 * @param effective the agent's capabilities, a bit for each
 */
record Privileges(String user, long effective, UtilLinux tools) {

  private static final int SETGID = 6;
  private static final int SETUID = 7;
  private static final int SETPCAP = 8;
  private static final int SYS_ADMIN = 21;
  private static final int SYS_RESOURCE = 24;

  /** Those of this process. */
  static Privileges own() {
    return new Privileges(
        System.getProperty("user.name", "an unknown user"), effectiveNow(), UtilLinux.find());
  }

  private static long effectiveNow() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(l -> l.startsWith("CapEff:"))
          .map(l -> Long.parseUnsignedLong(l.substring("CapEff:".length()).strip(), 16))
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean has(int capability) {
    return (effective >> capability & 1) == 1;
  }

  /** Why no other user can be switched to; empty when one can. */
  Optional<String> noUsers() {
    if (!has(SETUID) || !has(SETGID)) {
      return Optional.of("the agent runs as " + user + " and may not switch users");
    }
    return missing(tools.setpriv(), "setpriv");
  }

  /** Why capabilities cannot be set; empty when they can. */
  Optional<String> noCapabilities() {
    if (!has(SETPCAP)) {
      return Optional.of("the agent runs as " + user + " and has not the capability SETPCAP");
    }
    return missing(tools.setpriv(), "setpriv");
  }

  /** Why a task can have no namespaces of its own; empty when it can. */
  Optional<String> noNamespaces() {
    if (!has(SYS_ADMIN)) {
      return Optional.of("the agent runs as " + user + " and has not the capability SYS_ADMIN");
    }
    return missing(tools.unshare(), "unshare")
        .or(() -> missing(tools.nsenter(), "nsenter"))
        .or(() -> missing(tools.mount(), "mount"));
  }

  /** Why resource limits cannot be set; empty when they can. */
  Optional<String> noRlimits() {
    return missing(tools.prlimit(), "prlimit");
  }

  /** Whether limits may be raised above those of the agent. */
  boolean mayRaiseLimits() {
    return has(SYS_RESOURCE);
  }

  private static Optional<String> missing(Optional<Path> tool, String name) {
    return tool.isPresent()
        ? Optional.empty()
        : Optional.of("the machine has no " + name + " (of util-linux)");
  }

  /** What tasks may ask for and cannot have. */
  List<Unenforced> unenforced() {
    List<Unenforced> all = new ArrayList<>();
    noUsers().ifPresent(why -> all.add(new Unenforced("process/user", why)));
    noRlimits().ifPresent(why -> all.add(new Unenforced("process/rlimits", why)));
    noCapabilities().ifPresent(why -> all.add(new Unenforced("process/capabilities", why)));
    noNamespaces().ifPresent(why -> all.add(new Unenforced("process/namespaces", why)));
    return all;
  }
}
