package io.proffer.agent.actor;

import io.proffer.agent.kernel.AgentEffect;

/** Performs the effects that reach outside the actor; returns at once. */
public interface EffectSink {
  void perform(AgentEffect effect);
}
