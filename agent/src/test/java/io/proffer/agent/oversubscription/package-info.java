/** What is taken for spare, and who goes first. */
@NullMarked
package io.proffer.agent.oversubscription;

import org.jspecify.annotations.NullMarked;
