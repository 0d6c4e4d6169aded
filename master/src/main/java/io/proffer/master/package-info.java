/**
 * Starts a master: its port, its membership in the cluster of masters, and the leader when it is
 * the one.
 */
@NullMarked
package io.proffer.master;

import org.jspecify.annotations.NullMarked;
