/** Commands that run inside containers besides what these were started for. */
@NullMarked
package io.proffer.agent.runtime.exec;

import org.jspecify.annotations.NullMarked;
