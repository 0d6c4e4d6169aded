package io.proffer.master.registry;

import io.proffer.master.state.MasterEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where durable facts are kept, so that the next leader knows them. */
public interface Registry {

  /**
   * Keeps facts, in order. Calls are made one after another; a later one may start before an
   * earlier one is done.
   *
   * @param durable facts of which each says that it is durable; not empty
   * @return done when all are kept; failed when this master can no longer keep any and must stop
   *     leading
   */
  CompletionStage<Void> append(List<MasterEvent> durable);
}
