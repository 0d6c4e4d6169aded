package io.proffer.master.actor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;

/** Who leads, as far as this master knows. Thread-safe. */
public final class Leadership {

  private final List<Consumer<LeadingMaster>> onTerm = new CopyOnWriteArrayList<>();
  private final List<Runnable> onUnable = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> ledOnce = new CompletableFuture<>();
  private volatile @Nullable LeadingMaster here;
  private volatile @Nullable MasterInfo detected;
  private volatile List<String> masters = List.of();

  /** The door to this master, while it leads. */
  public Optional<LeadingMaster> here() {
    return Optional.ofNullable(here);
  }

  /** The leading master, this one or another. */
  public Optional<MasterInfo> leader() {
    LeadingMaster leading = here;
    return leading == null ? Optional.ofNullable(detected) : Optional.of(leading.info());
  }

  /** {@code host:port} of every master there is, leading or not, the oldest first. */
  public List<String> masters() {
    return masters;
  }

  /** Completed when this master led for the first time. */
  public CompletionStage<Void> ledOnce() {
    return ledOnce;
  }

  /**
   * Tells a listener of each term of this master that begins from now on, before calls reach it.
   */
  public void onTerm(Consumer<LeadingMaster> listener) {
    onTerm.add(listener);
  }

  /**
   * Tells a listener each time this master cannot lead although it was to: what has to outlive it
   * cannot be kept. Another may be able to.
   */
  public void onUnable(Runnable listener) {
    onUnable.add(listener);
  }

  void unable() {
    onUnable.forEach(Runnable::run);
  }

  void began(LeadingMaster term) {
    onTerm.forEach(listener -> listener.accept(term));
    here = term;
  }

  /** The term that began is known to others: agents and frameworks can find it. */
  void published() {
    ledOnce.complete(null);
  }

  void ended(LeadingMaster term) {
    if (here == term) {
      here = null;
    }
    term.end();
  }

  /** ZooKeeper says who leads. */
  public void detected(Optional<MasterInfo> leader) {
    detected = leader.orElse(null);
  }

  /** The masters found each other. */
  public void known(List<String> addresses) {
    masters = List.copyOf(addresses);
  }
}
