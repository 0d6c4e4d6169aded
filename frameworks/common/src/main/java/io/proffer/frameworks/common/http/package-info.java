/** One port: bodies, streams of events, and passing on to the process that leads. */
@NullMarked
package io.proffer.frameworks.common.http;

import org.jspecify.annotations.NullMarked;
