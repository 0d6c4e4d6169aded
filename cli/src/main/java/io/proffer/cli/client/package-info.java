/** What client commands ask a master over its public HTTP API, with nothing but the JDK. */
@NullMarked
package io.proffer.cli.client;

import org.jspecify.annotations.NullMarked;
