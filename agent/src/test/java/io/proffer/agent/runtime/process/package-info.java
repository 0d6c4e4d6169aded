/** Tests of the process runtime with real processes. */
@NullMarked
package io.proffer.agent.runtime.process;

import org.jspecify.annotations.NullMarked;
