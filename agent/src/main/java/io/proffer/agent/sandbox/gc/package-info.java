/** Removing the sandboxes of what has ended, by age and by how full the disk is. */
@NullMarked
package io.proffer.agent.sandbox.gc;

import org.jspecify.annotations.NullMarked;
