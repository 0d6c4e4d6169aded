/**
 * Tests of frameworks against a whole cluster in memory, on virtual time. Start at {@link
 * io.proffer.sdk.testkit.TestCluster}.
 */
@NullMarked
package io.proffer.sdk.testkit;

import org.jspecify.annotations.NullMarked;
