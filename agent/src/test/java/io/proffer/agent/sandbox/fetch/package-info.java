/** Tests of the fetcher. */
@NullMarked
package io.proffer.agent.sandbox.fetch;

import org.jspecify.annotations.NullMarked;
