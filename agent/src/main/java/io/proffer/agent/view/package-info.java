/** What readers of an agent see: its present state and a bounded memory of what was. */
@NullMarked
package io.proffer.agent.view;

import org.jspecify.annotations.NullMarked;
