/** Holds a real master and a real agent to what clients of Mesos expect. */
@NullMarked
package io.proffer.conformance;

import org.jspecify.annotations.NullMarked;
