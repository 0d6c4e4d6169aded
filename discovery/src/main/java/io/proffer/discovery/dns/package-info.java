/** Names for apps and instances, as mesos-dns makes them, and a server that answers with them. */
@NullMarked
package io.proffer.discovery.dns;

import org.jspecify.annotations.NullMarked;
