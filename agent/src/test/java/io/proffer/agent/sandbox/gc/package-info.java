/** Tests of the collection of sandboxes. */
@NullMarked
package io.proffer.agent.sandbox.gc;

import org.jspecify.annotations.NullMarked;
