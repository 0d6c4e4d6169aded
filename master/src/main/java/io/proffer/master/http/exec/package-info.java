/** Commands inside tasks for people at a browser: between a WebSocket and an agent's API. */
@NullMarked
package io.proffer.master.http.exec;

import org.jspecify.annotations.NullMarked;
