/** Tests of what containers use. */
@NullMarked
package io.proffer.agent.runtime.usage;

import org.jspecify.annotations.NullMarked;
