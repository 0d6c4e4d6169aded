package io.proffer.master.http.legacy;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.BuildInfo;
import io.proffer.master.actor.MasterSelf;
import java.io.IOException;

/** {@code /version} and {@code /flags}: what a master is, leading or not. */
public final class VersionJson {

  private VersionJson() {}

  public static byte[] version(BuildInfo build) {
    return LegacyWriter.object(out -> write(out, build));
  }

  public static byte[] flags(MasterSelf self) {
    return LegacyWriter.object(out -> StateJson.writeFlags(out, self.flags()));
  }

  static void write(LegacyWriter out, BuildInfo build) throws IOException {
    out.string("version", BuildInfo.API_VERSION);
    out.string("proffer_version", build.version());
    out.string("build_date", build.date());
    out.time("build_time", build.builtAt());
    out.string("build_user", BuildInfo.USER);
  }
}
