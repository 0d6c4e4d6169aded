/** The examples of the SDK's Javadoc, compiled and tried. */
@NullMarked
package io.proffer.sdk.snippets;

import org.jspecify.annotations.NullMarked;
