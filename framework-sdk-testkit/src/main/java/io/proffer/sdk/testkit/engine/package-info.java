/**
 * One thread, virtual time, a seeded network: what the test kit and the simulator run the real
 * kernels on. Public for the simulator's sake; it carries no promise to authors of frameworks.
 */
@NullMarked
package io.proffer.sdk.testkit.engine;

import org.jspecify.annotations.NullMarked;
