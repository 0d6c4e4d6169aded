package io.proffer.master.allocator;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Quantities;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has how much of what quota is about: scalars that are neither reserved nor revocable, and for
 * each role what is reserved to it, for that counts as if it were used. Kept up to date with each
 * change, whether there are quotas or not, so that it costs no walk when the first one is set.
 *
 * <p>What must be kept free for roles that have not got yet what they are guaranteed is the
 * headroom: others are given only what exceeds it.
 */
final class QuotaBook {

  /** Less than this is not worth looking at all agents for: what an offer has at least. */
  private static final Map<String, Long> LEAST = Map.of("cpus", 10L, "mem", 32_000L);

  private final ScalarNames names;
  private final Map<String, QuotaAccount> accounts = new HashMap<>();

  /** Those with a quota; with few of them, all else costs nothing. */
  private final Map<String, QuotaAccount> inForce = new LinkedHashMap<>();

  /** Roles that were given less than there is for their limits' sake. */
  private final Set<QuotaAccount> limited = new LinkedHashSet<>();

  /** Scalars of which somebody was given less than there is for the headroom's sake. */
  private final Set<String> heldBack = new LinkedHashSet<>();

  /** What all guarantees together are short of. */
  private long[] required = new long[0];

  /** What is free on agents that can be offered. */
  private long[] available = new long[0];

  /** Whether there are other quotas than when all agents were looked at. */
  private boolean resettled;

  /** Whether anything has become free since, or nearer to what is guaranteed. */
  private boolean loosened;

  QuotaBook(ScalarNames names) {
    this.names = names;
  }

  // ---- what is said

  void put(String role, Quota quota) {
    QuotaAccount account = account(role);
    require(account, -1);
    account.settle(amounts(quota.guarantees(), 0), amounts(quota.limits(), QuotaAccount.UNLIMITED));
    require(account, 1);
    if (account.hasQuota()) {
      inForce.put(role, account);
    } else {
      inForce.remove(role);
      limited.remove(account);
      close(account);
    }
    resettled = true;
  }

  private long[] amounts(Quantities quantities, long missing) {
    long[] amounts = new long[0];
    for (Map.Entry<String, Long> amount : quantities.millis().entrySet()) {
      int slot = names.slot(amount.getKey());
      int known = amounts.length;
      if (slot >= known) {
        amounts = Arrays.copyOf(amounts, slot + 1);
        Arrays.fill(amounts, known, slot, missing);
      }
      amounts[slot] = amount.getValue();
    }
    return amounts;
  }

  /** Whether there is any quota. */
  boolean isInForce() {
    return !inForce.isEmpty();
  }

  // ---- what happens

  /** An agent has something else than before, or may or may not be offered. */
  void agentChanged(AgentEntry agent) {
    reserve(agent.reserved, -1);
    agent.reserved = reservedOf(agent.total);
    reserve(agent.reserved, 1);
    agent.unreserved = counted(agent.total);
    recount(agent);
  }

  void agentGone(AgentEntry agent) {
    reserve(agent.reserved, -1);
    agent.reserved = Map.of();
    agent.unreserved = new long[0];
    recount(agent);
  }

  /**
   * Somebody in a role holds more of an agent, or, with -1, gave it back.
   *
   * @param agent null when it is no more
   */
  void hold(String role, @Nullable AgentEntry agent, Resources resources, int sign) {
    long[] quantities = counted(resources);
    if (agent != null) {
      agent.held = ScalarNames.plus(agent.held, quantities, sign);
      recount(agent);
    }
    consume(account(Roles.topLevel(role)), quantities, sign);
  }

  /** Takes for a role what it is about to hold, while others are looked at, or undoes that. */
  void provide(String role, Resources resources, int sign) {
    long[] quantities = counted(resources);
    available = ScalarNames.plus(available, quantities, -sign);
    boolean before = loosened;
    consume(account(Roles.topLevel(role)), quantities, sign);
    loosened = before;
  }

  private void consume(QuotaAccount account, long[] quantities, int sign) {
    require(account, -1);
    account.consume(quantities, sign);
    require(account, 1);
    loosened |= account.hasQuota();
    close(account);
  }

  private void reserve(Map<String, long[]> reserved, int sign) {
    reserved.forEach((role, quantities) -> consume(account(role), quantities, sign));
  }

  private Map<String, long[]> reservedOf(Resources total) {
    Map<String, long[]> reserved = new LinkedHashMap<>();
    for (Entry entry : total.entries()) {
      entry
          .reservationRole()
          .map(Roles::topLevel)
          .ifPresent(role -> reserved.computeIfAbsent(role, r -> quantities(total, r)));
    }
    return reserved;
  }

  private long[] quantities(Resources total, String role) {
    return names.quantities(
        total.filter(
            entry ->
                entry.reservationRole().filter(r -> Roles.topLevel(r).equals(role)).isPresent()));
  }

  private long[] counted(Resources resources) {
    return names.quantities(resources.filter(QuotaUse::counts));
  }

  /** What is free on an agent is counted where it can be offered. */
  private void recount(AgentEntry agent) {
    available = ScalarNames.plus(available, agent.available, -1);
    long[] now = new long[agent.active ? agent.unreserved.length : 0];
    for (int slot = 0; slot < now.length; slot++) {
      now[slot] = Math.max(0, agent.unreserved[slot] - ScalarNames.at(agent.held, slot));
      loosened |= now[slot] > ScalarNames.at(agent.available, slot);
    }
    agent.available = now;
    available = ScalarNames.plus(available, now, 1);
  }

  private void require(QuotaAccount account, int sign) {
    int slots = account.slots();
    if (required.length < slots) {
      required = Arrays.copyOf(required, slots);
    }
    for (int slot = 0; slot < slots; slot++) {
      required[slot] += sign * account.unmet(slot);
    }
  }

  private QuotaAccount account(String role) {
    return accounts.computeIfAbsent(role, QuotaAccount::new);
  }

  private void close(QuotaAccount account) {
    if (account.isIdle()) {
      accounts.remove(account.role);
    }
  }

  // ---- what is given

  /** The roles that have not got yet what they are guaranteed. */
  Set<String> unmet() {
    Set<String> roles = new LinkedHashSet<>();
    for (QuotaAccount account : inForce.values()) {
      if (account.hasUnmet()) {
        roles.add(account.role);
      }
    }
    return roles;
  }

  /** Whether any of these helps a role to get what it is guaranteed. */
  boolean advances(String role, Resources resources) {
    QuotaAccount account = inForce.get(Roles.topLevel(role));
    if (account == null) {
      return false;
    }
    for (Entry entry : resources.entries()) {
      if (QuotaUse.counts(entry) && account.unmet(names.slot(entry.name())) > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * What of the resources may be given to a role.
   *
   * @param guaranteed whether it is given what it is guaranteed, whoever else is short
   */
  @SuppressWarnings("ReferenceEquality") // what is not cut is the same object
  Resources within(String role, Resources resources, boolean guaranteed) {
    QuotaAccount account = inForce.get(Roles.topLevel(role));
    Resources within =
        resources.atMost(
            QuotaUse::counts,
            name -> {
              int slot = names.slot(name);
              long unmet = guaranteed && account != null ? account.unmet(slot) : 0;
              long room = account == null ? QuotaAccount.UNLIMITED : account.room(slot);
              return unmet + Math.max(0, Math.min(room - unmet, surplus(slot)));
            });
    if (within != resources) {
      noteCut(account, resources);
    }
    return within;
  }

  private void noteCut(@Nullable QuotaAccount account, Resources resources) {
    if (account != null && account.isLimited()) {
      limited.add(account);
    }
    for (String name : resources.names()) {
      if (surplus(names.slot(name)) != QuotaAccount.UNLIMITED) {
        heldBack.add(name);
      }
    }
  }

  /** What is free beyond the headroom. */
  private long surplus(int slot) {
    long needed = ScalarNames.at(required, slot);
    return needed == 0
        ? QuotaAccount.UNLIMITED
        : Math.max(0, ScalarNames.at(available, slot) - needed);
  }

  // ---- what was held back

  /** Whether somebody may be given more than before who was given less than is free. */
  boolean mayGiveMore() {
    return resettled || (loosened && hasRoom());
  }

  private boolean hasRoom() {
    for (String name : heldBack) {
      if (surplus(names.slot(name)) >= LEAST.getOrDefault(name, 1L)) {
        return true;
      }
    }
    for (QuotaAccount account : limited) {
      if (hasRoom(account)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasRoom(QuotaAccount account) {
    for (String name : names.all()) {
      long room = account.room(names.slot(name));
      if (room != QuotaAccount.UNLIMITED && room >= LEAST.getOrDefault(name, 1L)) {
        return true;
      }
    }
    return false;
  }

  /**
   * All agents of which something was held back have been looked at, or as many as was worth it.
   */
  void looked() {
    resettled = false;
    loosened = false;
  }

  /** Nothing is held back of any agent. */
  void nothingHeldBack() {
    limited.clear();
    heldBack.clear();
  }
}
