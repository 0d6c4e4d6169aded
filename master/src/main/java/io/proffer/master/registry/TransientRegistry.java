package io.proffer.master.registry;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing beyond this process: what agents report is all the next leader knows. */
public final class TransientRegistry implements Registry {

  @Override
  public CompletionStage<Claim> claim() {
    return CompletableFuture.completedFuture(new Forgetful());
  }

  private static final class Forgetful implements Claim {

    @Override
    public DurableFacts known() {
      return DurableFacts.none();
    }

    @Override
    public boolean outlivesTheProcess() {
      return false;
    }

    @Override
    public CompletionStage<Void> append(List<MasterEvent> facts) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end() {}
  }
}
