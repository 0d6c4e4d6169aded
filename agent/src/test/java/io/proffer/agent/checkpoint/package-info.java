/** Tests of the checkpoint file. */
@NullMarked
package io.proffer.agent.checkpoint;

import org.jspecify.annotations.NullMarked;
