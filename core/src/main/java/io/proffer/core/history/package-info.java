/** What has been measured lately, in a bounded number of bytes: what charts are drawn from. */
@NullMarked
package io.proffer.core.history;

import org.jspecify.annotations.NullMarked;
