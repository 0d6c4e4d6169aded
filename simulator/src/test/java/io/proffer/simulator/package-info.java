/** Tests of the simulator, and the seeds that every build runs. */
@NullMarked
package io.proffer.simulator;

import org.jspecify.annotations.NullMarked;
