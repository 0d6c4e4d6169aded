package io.proffer.sdk.testkit.node;

import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.MasterKernel;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.state.MasterState;
import java.time.Instant;
import org.apache.mesos.v1.Protos.MasterInfo;

/** What decides for a master: the real kernel, or one that a test has broken on purpose. */
public interface MasterMind {

  Decision handle(Instant now, MasterInput input);

  MasterState state();

  /** Makes the mind of a master that begins to lead. */
  @FunctionalInterface
  interface Maker {
    MasterMind make(MasterInfo self, MasterSettings settings);
  }

  /** The real kernel. */
  static MasterMind kernel(MasterInfo self, MasterSettings settings) {
    MasterKernel kernel = new MasterKernel(self, settings);
    return new MasterMind() {
      @Override
      public Decision handle(Instant now, MasterInput input) {
        return kernel.handle(now, input);
      }

      @Override
      public MasterState state() {
        return kernel.state();
      }
    };
  }
}
