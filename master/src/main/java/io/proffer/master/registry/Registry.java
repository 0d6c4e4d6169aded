package io.proffer.master.registry;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where durable facts are kept, so that the next leader knows them. */
public interface Registry extends AutoCloseable {

  /**
   * Takes the registry over and reads it: what a leader before has not written by then, it will not
   * write any more. For a master that begins to lead, before it answers anything.
   *
   * @return fails with {@link RegistryException} when it cannot be read; nothing is changed then
   */
  CompletionStage<Claim> claim();

  /** The process ends: nothing is read or written any more. */
  @Override
  default void close() {}

  /** The registry, for as long as one leader has it. */
  interface Claim {

    /** What masters before this one have kept. */
    DurableFacts known();

    /** Whether another process can know what is kept. */
    default boolean outlivesTheProcess() {
      return true;
    }

    /**
     * Keeps facts, in order. Calls are made one after another; a later one may start before an
     * earlier one is done.
     *
     * @param facts of which each says that it is recorded; not empty
     * @return done when all are kept; failed when this master can no longer keep any and must stop
     *     leading. Whether a failed one is kept, the next leader sees
     */
    CompletionStage<Void> append(List<MasterEvent> facts);

    /** This master leads no more; nothing is appended after this. */
    void end();
  }
}
