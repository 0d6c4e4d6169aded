/**
 * What was used on this machine in the last hour, and by whom. In memory: it begins anew with the
 * agent.
 */
@NullMarked
package io.proffer.agent.history;

import org.jspecify.annotations.NullMarked;
