/**
 * A whole cluster in this process, for development: what it needs from the machine, start and stop.
 */
@NullMarked
package io.proffer.cli.cluster;

import org.jspecify.annotations.NullMarked;
