/** The examples of the test kit's documentation, compiled and run. */
@NullMarked
package io.proffer.sdk.testkit.snippets;

import org.jspecify.annotations.NullMarked;
