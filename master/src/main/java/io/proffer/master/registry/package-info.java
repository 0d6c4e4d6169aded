/** The registry: the port through which durable facts are kept, and its implementations. */
@NullMarked
package io.proffer.master.registry;

import org.jspecify.annotations.NullMarked;
