/**
 * What is agreed on through ZooKeeper: where it is, who leads, who the masters are. The server can
 * be embedded.
 */
@NullMarked
package io.proffer.core.coordination;

import org.jspecify.annotations.NullMarked;
