/** Tests of the test kit as authors of frameworks use it. */
@NullMarked
package io.proffer.sdk.testkit;

import org.jspecify.annotations.NullMarked;
