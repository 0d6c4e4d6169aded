package io.proffer.service.json;

import io.proffer.service.model.LinuxInfo;
import java.util.Optional;

/** Reads what a container is given of the kernel. */
final class LinuxReader {

  private enum IpcMode {
    PRIVATE,
    SHARE_PARENT
  }

  private LinuxReader() {}

  static Optional<LinuxInfo> linuxInfo(Fields f) {
    return f.object(
        "linuxInfo",
        info ->
            new LinuxInfo(
                info.object("seccomp", LinuxReader::seccomp),
                info.object("ipcInfo", LinuxReader::ipc)));
  }

  private static LinuxInfo.Seccomp seccomp(Fields f) {
    Optional<String> profile = f.text("profileName");
    boolean unconfined = f.flag("unconfined", false);
    if (profile.isPresent() && unconfined) {
      f.broken("", "Seccomp unconfined can NOT be true when Profile is defined");
    }
    if (profile.isEmpty() && !unconfined) {
      f.broken("", "Seccomp unconfined must be true when Profile is NOT defined");
    }
    return new LinuxInfo.Seccomp(profile);
  }

  private static LinuxInfo.Ipc ipc(Fields f) {
    if (!f.has("mode")) {
      f.problems().wrongType(f.at("mode"), "error.path.missing");
    }
    IpcMode mode = f.choice("mode", IpcMode.PRIVATE, Enum::name, IpcMode.values());
    Optional<Integer> shm = f.integer("shmSize", 0, Integer.MAX_VALUE);
    if (mode == IpcMode.SHARE_PARENT && shm.isPresent()) {
      f.broken("", "ipcInfo shmSize can NOT be set when mode is SHARE_PARENT");
    }
    return new LinuxInfo.Ipc(mode == IpcMode.PRIVATE, shm);
  }
}
