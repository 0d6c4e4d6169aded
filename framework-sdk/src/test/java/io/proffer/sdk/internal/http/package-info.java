/** The driver's shell against a master that is played over real HTTP. */
@NullMarked
package io.proffer.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
