/** What the SDK promises to those who write frameworks. */
@NullMarked
package io.proffer.sdk;

import org.jspecify.annotations.NullMarked;
