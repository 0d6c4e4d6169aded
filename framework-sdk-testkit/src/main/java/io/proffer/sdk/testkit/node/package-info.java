/**
 * The nodes of a virtual cluster: thin shells that run the real kernels of master, agent and driver
 * on the engine, as the daemons' actors do on the real network. Public for the simulator's sake; it
 * carries no promise to authors of frameworks.
 */
@NullMarked
package io.proffer.sdk.testkit.node;

import org.jspecify.annotations.NullMarked;
