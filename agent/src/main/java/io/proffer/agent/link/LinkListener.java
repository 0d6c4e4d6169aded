package io.proffer.agent.link;

import io.proffer.core.protocol.link.ToAgent;

/**
 * Is told what happens on the link: up, then messages, then down, and so on. Calls come one after
 * the other and must return soon.
 */
public interface LinkListener {

  void up();

  void message(ToAgent message);

  void down(String reason);
}
