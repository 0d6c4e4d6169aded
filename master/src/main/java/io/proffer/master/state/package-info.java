/** What the master knows, and the events, facts in the past tense, which alone change it. */
@NullMarked
package io.proffer.master.state;

import org.jspecify.annotations.NullMarked;
