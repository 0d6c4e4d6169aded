/** HTTP/1.1 and WebSockets on one port: requests in, responses and streams out. Knows no Mesos. */
@NullMarked
package io.proffer.master.http.server;

import org.jspecify.annotations.NullMarked;
