package io.proffer.master.registry;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The registry of simulations keeps its promises as ZooKeeper's does. */
class ReplayedRegistryTest extends RegistryContract {

  private final ReplayedRegistry content = new ReplayedRegistry(RETENTION);

  @Override
  Registry registry() {
    return () -> {
      DurableFacts known = content.read();
      return CompletableFuture.completedFuture(
          new Registry.Claim() {
            @Override
            public DurableFacts known() {
              return known;
            }

            @Override
            public CompletionStage<Void> append(List<MasterEvent> facts) {
              content.append(facts);
              return CompletableFuture.completedFuture(null);
            }

            @Override
            public void end() {}
          });
    };
  }
}
