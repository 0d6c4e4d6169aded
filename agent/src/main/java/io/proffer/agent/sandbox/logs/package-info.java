/** Keeping what tasks print from filling the disk. */
@NullMarked
package io.proffer.agent.sandbox.logs;

import org.jspecify.annotations.NullMarked;
