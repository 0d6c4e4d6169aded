/** The driver's shell: the JDK's HTTP client, a mailbox and timers. It decides nothing. */
@NullMarked
package io.proffer.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
